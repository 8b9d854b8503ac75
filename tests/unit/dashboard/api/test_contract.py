"""What the services answer against what the dashboard reads."""

import ast
import dataclasses
import pathlib
import string

import pytest

import helion_services
from helion_dashboard.api import certificates, messages
from helion_dashboard.api.audit import records as audit
from helion_dashboard.api.esx import clusters, proxies, vcenters
from helion_dashboard.api.lifecycle import controllers, images, overcloud, plans, roles
from helion_dashboard.api.operations import records as operations
from helion_dashboard.api.storage import drivers
from helion_dashboard.api.storage import records as storage
from tests.contract import answers

# The schema of each record, and its fields that are read from others of the schema's.
RECORDS = [
    (operations.Operation, "OperationDetail", {}),
    (operations.Step, "Step", {}),
    (operations.Line, "Line", {}),
    (operations.Failure, "Error", {}),
    (operations.Page, "Operations", {}),
    (audit.Event, "TrailEvent", {}),
    (plans.Plan, "Plan", {}),
    (plans.Check, "Check", {}),
    (plans.ServerChange, "ServerChange", {}),
    (plans.PlanParameter, "PlanParameter", {}),
    (plans.ServerImage, "ServerImage", {}),
    (plans.RowError, "Notice", {}),
    (plans.Import, "Import", {}),
    (images.Images, "Images", {"servers": "roles"}),
    (images.Role, "RoleImages", {}),
    (images.Server, "RoleServer", {"role": "name", "image_id": "image"}),
    (images.Image, "Image", {}),
    (roles.Roles, "Roles", {}),
    (roles.Role, "Role", {"count": "wanted"}),
    (roles.Member, "Member", {}),
    (roles.Stack, "StackInfo", {}),
    (controllers.Controllers, "Controllers", {}),
    (controllers.Controller, "Controller", {}),
    (controllers.Cluster, "ControllerCluster", {}),
    (controllers.ClusterMember, "ControllerClusterMember", {}),
    (controllers.Singleton, "Singleton", {}),
    (overcloud.Overcloud, "Overcloud", {}),
    (overcloud.Resources, "Progress", {}),
    (overcloud.FailedResource, "Failure", {}),
    (overcloud.Parameter, "Parameter", {}),
    (overcloud.Event, "Event", {}),
    (overcloud.Credentials, "Credentials", {}),
    (overcloud.Compute, "Compute", {}),
    (vcenters.VCenter, "Manager", {"networks": "meta_data"}),
    (vcenters.Counts, "Counts", {"total": "seen"}),
    (certificates.Certificate, "Certificate", {}),
    (certificates.Link, "OneCertificate", {}),
    (vcenters.Result, "Result", {}),
    (clusters.Clusters, "Clusters", {}),
    (
        clusters.Cluster,
        "Cluster",
        {"host_list": "hosts", "vcenter": "resource", "vcenter_name": "resource"},
    ),
    (clusters.Datacenter, "Datacenter", {}),
    (clusters.HostCounts, "Hosts", {}),
    (clusters.Host, "HostOfCluster", {}),
    (clusters.HostNics, "HostNics", {}),
    (clusters.Nic, "Nic", {}),
    (clusters.Datastore, "Datastore", {}),
    (clusters.Usage, "Amounts", {}),
    (
        clusters.Resource,
        "Resource",
        {"vcenter": "resource_mgr_id", "moid": "meta_data", "network": "meta_data"},
    ),
    (clusters.Server, "Server", {}),
    (
        clusters.Hypervisor,
        "Hypervisor",
        dict.fromkeys(("host", "exists", "servers", "more"), "id"),  # of the answer around it
    ),
    (proxies.ProxySettings, "ProxyAnswer", {}),
    (proxies.Proxy, "Proxy", {}),
    (proxies.Choice, "Choice", {}),
    (proxies.PortGroup, "PortGroup", {}),
    (storage.StoreServ, "StoreServDetail", {}),
    (storage.System, "ArraySystem", {}),
    (storage.CpgCounts, "CpgCounts", {}),
    (storage.Port, "ArrayPort", {}),
    (storage.Cpg, "Cpg", {}),
    (storage.StoreVirtual, "StoreVirtualDetail", {}),
    (storage.VirtualIp, "VirtualIp", {}),
    (storage.Backend, "Backend", {}),
    (storage.Member, "BackendMember", {}),
    (drivers.Driver, "Driver", {}),
    (drivers.Option, "DriverOption", {}),
    (drivers.ExtraSpec, "ExtraSpec", {}),
    (storage.Configuration, "Configuration", {"sections": "configuration"}),
]


@pytest.mark.parametrize(("record", "schema", "renamed"), RECORDS)
def test_a_record_reads_fields_that_the_services_have(record, schema, renamed):
    names = {renamed.get(field.name, field.name) for field in dataclasses.fields(record)}
    assert not names - answers.properties(schema)


@pytest.mark.parametrize(
    "module",
    [
        operations,
        plans,
        images,
        roles,
        overcloud,
        certificates,
        vcenters,
        clusters,
        proxies,
        storage,
        drivers,
    ],
)
def test_every_record_is_compared(module):
    records = {
        value
        for value in vars(module).values()
        if dataclasses.is_dataclass(value) and value.__module__ == module.__name__
    }
    assert not records - {record for record, _schema, _renamed in RECORDS}


def _messages():
    """``(file:line, code, template, names of parameters)`` of every message of the services."""
    root = pathlib.Path(helion_services.__file__).parent
    for file in sorted(root.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and _is_message(node.func) and _is_literal(node):
                code, template = (argument.value for argument in node.args[:2])
                names = {keyword.arg for keyword in node.keywords}
                yield f"{file.relative_to(root)}:{node.lineno}", code, template, names


def _is_message(function):
    return getattr(function, "id", getattr(function, "attr", "")) == "Message"


def _is_literal(call):
    return len(call.args) >= 2 and all(isinstance(a, ast.Constant) for a in call.args[:2])


def test_every_message_of_the_services_has_a_sentence():
    missing = {f"{code} ({where})" for where, code, *_ in _messages() if not _has_sentence(code)}
    assert not missing, f"{len(missing)} without: " + ", ".join(sorted(missing))


def test_sentences_hold_parameters_that_their_messages_have():
    wrong = [
        f"{where}: {code} has no {name}"
        for where, code, _template, names in _messages()
        if _has_sentence(code) and None not in names  # none: parameters by ``**``
        for name in messages.placeholders(code) or ()
        if name.removesuffix("_count") not in names and name not in names
    ]
    assert not wrong


def test_a_code_has_one_meaning():
    meanings = {}
    for where, code, template, _names in _messages():
        fields = frozenset(name for _t, name, _s, _c in string.Formatter().parse(template) if name)
        meanings.setdefault(code, {}).setdefault(fields, where)
    ambiguous = {code: uses for code, uses in meanings.items() if len(uses) > 1}
    assert not ambiguous


def _has_sentence(code):
    return code in messages.codes()
