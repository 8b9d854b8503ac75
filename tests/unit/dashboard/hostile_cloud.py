"""A cloud in which every text that somebody else may have written is a given one."""

import re

import requests_mock as mocking

from tests.contract import samples

from .small_cloud import NODE, VERSION

SERVER = "33333333-3333-3333-3333-333333333333"
_MOMENT = "2026-11-21T05:00:00Z"


def fill(requests_mock, text):
    """Let every service of :mod:`.small_cloud` answer with ``text``."""

    def from_contract(request, context):
        body = samples.answer(request.path, text, request.method.lower())
        context.status_code = 200 if body is not None else 404
        return {} if body is None else _whole(body)

    for host, body in (
        ("bm.test", _ironic(text)),
        ("nova.test", _nova(text)),
        ("net.test", _neutron(text)),
        ("cinder.test", _cinder(text)),
        ("id.test", _keystone(text)),
    ):
        requests_mock.register_uri(mocking.ANY, re.compile(f"http://{host}/"), json=body)
    qos = {"qos_specs": _qos(text)}
    requests_mock.get(re.compile("http://cinder.test/.*/qos-specs/[^?]+$"), json=qos)
    validation = {"power": {"result": False, "reason": text}, text: {"result": False}}
    requests_mock.get(re.compile("http://bm.test/.*/validate"), json=validation)
    requests_mock.get(re.compile("http://bm.test/.*/properties"), json={"ipmi_address": text})
    requests_mock.register_uri(mocking.ANY, re.compile("http://helion.test/"), json=from_contract)


def _whole(body):
    """With what the contract leaves open and the services always give."""
    for each in body if isinstance(body, list) else [body]:
        if "meta_data" in each:
            each["meta_data"].append({"name": "cluster_moid", "value": "domain-c1"})
        if isinstance(each.get("priority"), dict):  # numbers of entries
            each |= {name: {"critical": 1} for name in each}
    return body


def _keystone(text):
    row = {"id": samples.IDENT, "name": text, "description": text, "enabled": True}
    group = row | {"domain": row}
    assignment = {"group": group, "role": row, "scope": {"project": row}}
    return {
        "regions": [],
        "services": [],
        "links": {},
        "domain": row,
        "config": {"identity": {"driver": "ldap"}, "ldap": {"url": text}},
        "role_assignments": [assignment],
        **dict.fromkeys(("projects", "domains", "groups", "users", "roles"), [row]),
    }


def _ironic(text):
    fields = (
        *("name", "driver", "description", "owner", "lessee", "resource_class", "last_error"),
        *("maintenance_reason", "protected_reason", "retired_reason", "fault", "reservation"),
        *("conductor", "conductor_group", "boot_interface", "shard", "chassis_uuid"),
    )
    node = {
        **dict.fromkeys(fields, text),
        "uuid": NODE,
        "instance_uuid": SERVER,
        "provision_state": "active",
        "target_provision_state": None,
        "power_state": text,
        "target_power_state": None,
        "maintenance": True,
        "protected": True,
        "retired": True,
        "driver_info": {"redfish_address": text, text: text},
        "instance_info": {"image_source": text, text: text},
        "properties": {"cpus": text, "memory_mb": text, "local_gb": text, "capabilities": text},
        "extra": {"rack": text, "unit": text, text: text, "link": text},
        "traits": [text],
        "provision_updated_at": _MOMENT,
    }
    port = {
        "uuid": samples.IDENT,
        "node_uuid": NODE,
        "name": text,
        "address": "94:18:82:00:00:01",
        "pxe_enabled": True,
        "physical_network": text,
        "portgroup_uuid": None,
        "local_link_connection": {"switch_id": text, "port_id": text, "switch_info": text},
        "internal_info": {},
        "extra": {text: text},
    }
    event = {"uuid": samples.IDENT, "event": text, "user": text, "created_at": _MOMENT}
    event |= {"severity": "ERROR", "event_type": text, "conductor": text}
    inventory = {
        "cpu": {"count": 8, "model_name": text, "architecture": text},
        "memory": {"physical_mb": 1024},
        "disks": [{"name": text, "size": 10**9, "model": text, "serial": text}],
        "interfaces": [{"name": text, "mac_address": text, "product": text}],
        "system_vendor": {"product_name": text, "manufacturer": text, "serial_number": text},
    }
    return node | {
        "nodes": [node],
        "ports": [port],
        "portgroups": [],
        "connectors": [],
        "conductors": [{"hostname": text, "alive": False, "updated_at": text}],
        "drivers": [{"name": text, "hosts": [text]}],
        "history": [event],
        "inventory": inventory,
        "plugin_data": {},
        "versions": [VERSION],
    }


def _nova(text):
    server = {"id": SERVER, "name": text, "status": text, "addresses": {}, "tenant_id": "p"}
    service = {"id": 1, "binary": text, "host": text, "state": "up", "status": "enabled"}
    service |= {"zone": text, "disabled_reason": text, "updated_at": _MOMENT, "forced_down": False}
    hypervisor = {"id": samples.IDENT, "hypervisor_hostname": text, "service": {"host": text}}
    return {
        "servers": [server],
        "server": server,
        "services": [service],
        "hypervisors": [hypervisor],
        "versions": [VERSION],
        "links": [],
    }


def _neutron(text):
    network = {"id": samples.IDENT, "name": text, "status": text, "admin_state_up": True}
    network |= {"provider:network_type": "vlan", "provider:physical_network": text}
    network |= {"provider:segmentation_id": 7, "mtu": 1500}
    subnet = {"id": samples.IDENT, "name": text, "network_id": samples.IDENT}
    subnet |= {"cidr": "10.0.0.0/8", "gateway_ip": "10.0.0.1", "allocation_pools": []}
    port = {"id": samples.IDENT, "name": text, "network_id": samples.IDENT, "status": "DOWN"}
    port |= {"mac_address": "94:18:82:00:00:01", "device_id": SERVER, "device_owner": text}
    port |= {"binding:host_id": NODE, "fixed_ips": [{"ip_address": "10.0.0.9"}]}
    port |= {"admin_state_up": True}
    return {"networks": [network], "subnets": [subnet], "ports": [port], "trunks": []}


def _cinder(text):
    kind = {"id": samples.IDENT, "name": text, "description": text, "is_public": True}
    kind |= {"extra_specs": {"volume_backend_name": text, text: text}, "qos_specs_id": None}
    pool = {"name": text, "capabilities": {"volume_backend_name": text, text: text}}
    service = {"binary": text, "host": text, "zone": text, "status": "enabled", "state": "down"}
    service |= {"disabled_reason": text, "updated_at": _MOMENT}
    return {
        "volume_types": [kind],
        "volume_type": kind,
        "pools": [pool],
        "services": [service],
        "qos_specs": [_qos(text)],
        "volume_type_access": [],
    }


def _qos(text):
    return {"id": samples.IDENT, "name": text, "consumer": "back-end", "specs": {text: text}}
