"""Addresses, ports and configuration files of the object store: plain data, no Swift."""

import os
import pwd

from helion_embedded.logins import DOMAIN, PASSWORD, SERVICE_PROJECT
from helion_embedded.ports import HOST

KINDS = ("account", "container", "object")
#: The storage servers, each at an address of its own: they share the ports.
SERVERS = {"swift1": "127.0.0.21", "swift2": "127.0.0.22"}
DEVICES = ("d1", "d2")
"""The devices of each server: folders."""

_PIPELINE = (
    *("catch_errors", "gatekeeper", "healthcheck", "listing_formats", "bulk", "authtoken"),
    *("keystoneauth", "copy", "slo", "dlo", "proxy-server"),
)
_PASSES, _QUICK_PASSES = 30, 5  # seconds between two passes of a replicator


def port_name(part):
    """The name of the port of ``account``, ``container``, ``object`` or ``rsync``."""
    return f"swift-{part}"


def devices(instance, address):
    """The folder with the devices of a storage server."""
    return instance.state.var("swift", address)


def hashes():
    """``swift.conf``: the same for all servers of one object store."""
    return {
        "swift-hash": {
            "swift_hash_path_suffix": "embedded",
            "swift_hash_path_prefix": "embedded",
        },
        "storage-policy:0": {"name": "default", "default": "yes"},
    }


def proxy(instance, folder):
    """``proxy-server.conf``."""
    authtoken = {
        "paste.filter_factory": "keystonemiddleware.auth_token:filter_factory",
        "auth_type": "password",
        "auth_url": instance.auth_url,
        "www_authenticate_uri": instance.url("keystone"),
        "username": "swift",
        "password": PASSWORD,
        "project_name": SERVICE_PROJECT,
        "user_domain_name": DOMAIN,
        "project_domain_name": DOMAIN,
        "delay_auth_decision": True,
        "include_service_catalog": False,
    }
    filters = {
        f"filter:{name}": {"use": f"egg:swift#{name}"}
        for name in _PIPELINE
        if name not in ("authtoken", "proxy-server")
    }
    filters["filter:keystoneauth"]["operator_roles"] = "admin, member, swiftoperator"
    return {
        "DEFAULT": _common(HOST, instance.ports["swift"], folder),
        "pipeline:main": {"pipeline": " ".join(_PIPELINE)},
        "app:proxy-server": {"use": "egg:swift#proxy", "account_autocreate": True},
        "filter:authtoken": authtoken,
        **filters,
    }


def storage(instance, kind, address, folder):
    """``account-server.conf`` and so on, of one storage server."""
    rsync = f"rsync://{{replication_ip}}:{instance.ports[port_name('rsync')]}/{kind}"
    cache = instance.state.var("swift", "recon", address)
    replicator = {
        "interval": _QUICK_PASSES if instance.quick else _PASSES,
        "rsync_module": rsync,
        "recon_cache_path": cache,
        "concurrency": 2,
    }
    return {
        "DEFAULT": _common(address, instance.ports[port_name(kind)], folder)
        | {
            "devices": devices(instance, address),
            "mount_check": False,
            "disable_fallocate": True,
        },
        "pipeline:main": {"pipeline": f"healthcheck recon {kind}-server"},
        f"app:{kind}-server": {"use": f"egg:swift#{kind}"},
        "filter:healthcheck": {"use": "egg:swift#healthcheck"},
        "filter:recon": {"use": "egg:swift#recon", "recon_cache_path": cache},
        f"{kind}-replicator": replicator,
    }


def rsyncd(instance, address):
    """``rsyncd.conf`` of one storage server: replicators of the others write there."""
    lines = [
        f"address = {address}",
        f"port = {instance.ports[port_name('rsync')]}",
        "use chroot = no",
        "hosts allow = 127.0.0.0/8",
        f"lock file = {instance.state.var('swift', 'run') / f'rsync.{address}'}",
    ]
    if os.geteuid() == 0:
        # As root it would otherwise write as nobody, who may not.
        lines += ["uid = 0", "gid = 0"]
    for kind in KINDS:
        lines += [f"[{kind}]", f"path = {devices(instance, address)}", "read only = no"]
    return "\n".join([*lines, ""])


def _common(address, port, folder):
    return {
        "bind_ip": address,
        "bind_port": port,
        "workers": 0,
        "user": pwd.getpwuid(os.getuid()).pw_name,
        "swift_dir": folder,
        "log_name": "swift",
        # There is no syslog; what it would get goes to the output of the process.
        "log_address": folder / "no-syslog",
        "log_custom_handlers": "helion_embedded.swift.server.log_to_output",
    }
