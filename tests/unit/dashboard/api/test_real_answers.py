"""Answers of the real services, read by the records of the dashboard."""

import dataclasses
import re
import time

import pytest
import requests_mock as mocked

from helion_dashboard import policy
from helion_dashboard.admin.scale import plan_page
from helion_dashboard.api import errors, messages, scopes
from helion_dashboard.api.audit import client as audit
from helion_dashboard.api.esx import client as esx
from helion_dashboard.api.esx import clusters, inventory
from helion_dashboard.api.lifecycle import client as lifecycle
from helion_dashboard.api.operations import client as operations
from helion_services.base.context import Context
from helion_services.base.messages import Message
from helion_services.base.operations import Kind, Step
from helion_services.base.times import now
from helion_services.eon import inventory_store, states
from helion_services.eon.models import Manager
from helion_services.eon.vcenter import inventory as vcenter_inventory
from tests.contract import small_undercloud
from tests.contract.services import Services

from ..conftest import CATALOG, make_user

pytestmark = pytest.mark.slow

NODES, EON = "http://nodes.test/nodes/v1", "http://eon.test"
OUR_CATALOG = [
    *CATALOG,
    *(
        {
            "type": kind,
            "name": kind,
            "endpoints": [{"interface": "public", "region": "R", "region_id": "R", "url": url}],
        }
        for kind, url in (("node-lifecycle", NODES), ("esx_onboarder", EON))
    ),
]
VC = "BC9DED4E-1639-481D-B190-2B54A2BF5674"


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    running = Services(tmp_path_factory.mktemp("services"))
    yield running
    running.close()


@pytest.fixture
def request_(make_request, requests_mock, services, monkeypatch, system_admin):
    monkeypatch.setattr(scopes, "_DISCOVERY", {})
    requests_mock.register_uri(
        mocked.ANY, re.compile(r"http://(nodes|eon)\.test/"), content=services.answer
    )
    return make_request(user=make_user(catalog=OUR_CATALOG))


@pytest.fixture
def undercloud(services):
    """Ironic with two nodes, Nova and Heat with an overcloud of one compute host."""
    services.runtime.clouds.answers = small_undercloud.answers()


def filled(record, *names):
    """Whether the record has something of its own in all fields but those of these names."""
    defaults = {field.name: field.default for field in dataclasses.fields(record)}
    same = {name for name, default in defaults.items() if getattr(record, name) == default}
    return same - set(names)


class TestNodes:
    def test_roles(self, request_, undercloud):
        answer = lifecycle.roles(request_)
        assert not filled(answer.stack, "updated_at")
        compute = next(role for role in answer.roles if role.name == "compute")
        assert (compute.count, compute.deployed, compute.error, compute.free) == (1, 1, 1, 1)
        first = compute.members[0]
        assert not filled(first)
        assert (first.name, first.node_name) == ("overcloud-compute-0", "rack1-u01")

    def test_a_plan(self, request_, services, undercloud):
        plan = lifecycle.create_plan(request_, "scale_out", role="compute", count=2)
        assert plan == lifecycle.get_plan(request_, plan.id)
        assert (plan.action, plan.state) == ("scale_out", "ready")
        assert plan.title
        assert all(check.name and check.title and check.result for check in plan.checks)
        assert any(check.reason for check in plan.checks)
        assert all(step.title and step.name for step in plan.steps)
        assert all(plan.changes)
        assert plan.expires_at > plan.created_at
        assert (plan.request["role"], plan.request["count"]) == ("compute", 2)
        (server,) = plan.servers
        assert (server.change, server.role, server.node_name) == ("added", "compute", "rack1-u02")
        services.runtime.clouds.answers["baremetal", "/v1/nodes"]["nodes"].pop()
        with pytest.raises(errors.Conflict) as caught:
            lifecycle.apply_plan(request_, plan.id, "once")
        assert caught.value.code == "plan-outdated"
        checks = {
            messages.flat(change["subject"]): (change["before"], change["after"])
            for change in caught.value.changes
            if change["kind"] == "check"
        }
        assert ("pass", "block") in checks.values(), checks

    def test_what_has_changed_since_is_in_words(
        self, request_, services, undercloud, monkeypatch, pages_alone
    ):
        plan = lifecycle.create_plan(request_, "scale_out", role="compute", count=2)
        services.runtime.clouds.answers["baremetal", "/v1/nodes"]["nodes"].pop()
        monkeypatch.setattr(policy, "allowed", lambda request, rule: True)
        request_.method = "POST"
        answer = plan_page.apply(request_, plan.id)
        page = answer.content.decode()
        assert answer.status_code == 409
        rows = [
            tuple(cell.strip() for cell in row)
            for row in re.findall(r"<th scope=.row.>(.*?)</th>" + 2 * r"\s*<td>(.*?)</td>", page)
        ]
        assert ("Free nodes for Compute", "Passed", "Blocking") in rows
        assert ("rack1-u02", "Available", "–") in rows

    def test_a_plan_again(self, request_, undercloud):
        plan = lifecycle.create_plan(request_, "scale_out", role="compute", count=2)
        request_.method = "POST"
        answer = plan_page.again(request_, plan.id)
        repeated = lifecycle.get_plan(request_, answer.url.rstrip("/").rpartition("/")[2])
        assert repeated.id != plan.id
        assert (repeated.request, repeated.changes) == (plan.request, plan.changes)

    def test_an_import(self, request_, undercloud):
        read = lifecycle.read_import(request_, "name,role\nn1,nonsense\n", "csv")
        assert read.errors
        assert all(error.message for error in read.errors)
        assert any(error.row and error.field for error in read.errors)
        assert read.token is None

    def test_the_overcloud(self, request_, undercloud):
        overcloud = lifecycle.overcloud(request_)
        assert overcloud.stack.status == "UPDATE_FAILED"
        assert overcloud.resources.total > overcloud.resources.failed > 0
        assert all(failure.resource and failure.reason for failure in overcloud.failures)
        (parameter,) = overcloud.parameters
        assert (parameter.name, parameter.default) == ("CloudName", "x")
        assert parameter.constraints == {"min_length": 1}

    def test_its_events(self, request_, undercloud):
        (event,) = lifecycle.overcloud_events(request_)
        assert (event.status, event.reason) == ("CREATE_FAILED", "No host.")
        assert event.at


class Failing(Step):
    """Reports something and fails; it cannot be rolled back either."""

    def run(self, work):
        work.say(Message("key-manager-failed", "The key manager failed: {reason}", reason="no"))
        raise self.failure("It broke.")

    def undo(self, work):
        raise self.failure("It stays.")

    @staticmethod
    def failure(sentence):
        return ValueError(
            Message("key-manager-failed", "The key manager failed: {reason}", reason=sentence)
        )


class TestOperations:
    @pytest.fixture(scope="class")
    def ident(self, services):
        title = Message("operation-not-found", "Operation {operation} does not exist.", operation=1)
        kind = Kind("nodes", "fail", lambda request: [Failing("first", title)])
        services.runtime.operations.register(kind)
        who = Context("u1", "alice", "p1", ("admin",), None, "req-1")
        ident = services.runtime.operations.begin("nodes", "fail", title, {}, ["node:n1"], who)
        services.runtime.operations.start()
        return ident

    def test_one_in_full(self, request_, ident):
        end = time.monotonic() + 20
        while (operation := operations.get_operation(request_, ident)).moving:
            assert time.monotonic() < end
            time.sleep(0.05)
        assert (operation.state, operation.started_by) == ("failed", "alice")
        assert operation.title == "Operation 1 does not exist."
        assert operation.resources == ("node:n1",)
        assert operation.error.message == "The key manager failed: It broke."
        (left,) = operation.error.left
        assert left == "Operation 1 does not exist.: The key manager failed: It stays."
        (step,) = operation.steps
        assert (step.name, step.title) == ("first", operation.title)
        assert step.message
        texts = [line.text for line in operation.log]
        assert "The key manager failed: no" in texts
        assert all(line.at for line in operation.log)
        assert not filled(
            operation,
            *("retry_of", "retried_by", "cancel_requested", "can_cancel", "progress"),
            *("pause_requested", "can_pause", "can_continue"),
        )

    def test_a_list(self, request_, ident):
        page = operations.list_operations(request_, limit=1)
        assert page.operations[0].id == ident
        assert page.operations[0].steps == ()

    def test_retried(self, request_, ident):
        again = operations.retry_operation(request_, ident, "key")
        assert again.retry_of == ident
        assert operations.get_operation(request_, ident).retried_by == again.id
        with pytest.raises(errors.Conflict) as caught:
            operations.retry_operation(request_, ident)
        assert caught.value.code == "already-retried"


class TestAudit:
    def test_events(self, request_, services):
        with pytest.raises(errors.ServiceError):
            operations.retry_operation(request_, "none")
        events, more = audit.list_events(request_, {"action": "operation:"}, limit=1)
        assert (len(events), events[0].user_id, events[0].outcome) == (1, "a1", 404)
        assert events[0].resource.endswith("/operations/none/retry")
        event = audit.get_event(request_, events[0].id)
        assert event == events[0]
        assert not filled(event, "project_id", "detail")
        with pytest.raises(errors.NotFound) as caught:
            audit.get_event(request_, "4711")
        assert str(caught.value.reason) == "The audit trail has no event 4711."
        with pytest.raises(errors.Invalid) as caught:
            audit.list_events(request_, {}, limit=1, marker="4711")
        assert "marker" in caught.value.fields


class TestESX:
    @pytest.fixture(scope="class", autouse=True)
    def _inventory(self, services):
        moment = now()
        host = vcenter_inventory.Host(
            *("host-1", "esx-1", "connected", False, "poweredOn", "6.5.0"),
            *(20000, 5000, 65536, 1024, 3, ("datastore-1",)),
        )
        cluster = vcenter_inventory.Cluster(
            *("domain-c21", "Cluster21", "datacenter-2", True, False, (host,)),
            (vcenter_inventory.Datastore("datastore-1", "ds", 100.0, 40.0, True, True),),
        )
        group = vcenter_inventory.PortGroup("network-7", "VM Network", "DVS0")
        place = vcenter_inventory.Datacenter(
            "datacenter-2", "DC1", ("VM Network",), ("DVS0",), (group,)
        )
        with services.runtime.db.session() as session:
            manager = Manager(
                id=VC,
                name="vcenter-01",
                ip_address="10.1.200.38",
                port=8443,
                username="administrator",
                secret_id="s",
                ca_pem="PEM",
                fingerprint="AB:CD",
                auto_import=True,
                state=states.UNREACHABLE,
                state_reason="Nobody there.",
                version="6.5.0",
                build="1",
                created_at=moment,
                updated_at=moment,
            )
            session.add(manager)
            session.flush()
            inventory_store.write(
                session, manager, vcenter_inventory.Inventory((place,), (cluster,))
            )
            manager.auto_import = False

    def test_vcenters(self, request_):
        (vcenter,) = esx.vcenters(request_)
        assert not filled(vcenter, "networks", "auto_import")
        assert (vcenter.place, vcenter.state_reason) == ("10.1.200.38:8443", "Nobody there.")
        assert (vcenter.clusters.total, vcenter.clusters.imported) == (1, 1)
        assert esx.vcenter(request_, VC).id == VC
        with pytest.raises(errors.NotFound):
            esx.vcenter(request_, "other")

    def test_clusters(self, request_):
        answer = esx.clusters(request_, VC)
        (place,) = answer.datacenters
        assert (place.networks, place.switches) == (("VM Network",), ("DVS0",))
        (cluster,) = answer.clusters
        assert (cluster.state, cluster.drs, cluster.hosts) == (
            "imported",
            True,
            clusters.HostCounts(1, 1, 0),
        )
        assert (cluster.cpu.total, cluster.memory.total, cluster.disk.free) == (20000, 65536, 40)
        assert esx.resource(request_, cluster.resource).moid == "domain-c21"
        assert [item.vcenter for item in esx.resources(request_, ["imported"])] == [VC]

    def test_a_cluster_in_full(self, request_):
        cluster = esx.cluster(request_, VC, "domain-c21")
        (host,) = cluster.host_list
        assert (host.name, host.connected, host.vms, host.version) == ("esx-1", True, 3, "6.5.0")
        (datastore,) = cluster.datastores
        assert not filled(datastore, "accessible")
        assert all(cluster.obstacles)

    def test_an_inventory(self, request_):
        answer = inventory.inventory(request_)
        (cluster,) = answer.clusters
        assert (cluster.vcenter_name, cluster.id) == ("vcenter-01", f"domain-c21.{VC}")
        ((host,),) = inventory.hosts(request_, answer.clusters)
        assert (host.name, host.cluster) == ("esx-1", "domain-c21")
        assert inventory.find_hosts(request_, answer, "ESX-1", 5) == [(cluster, host)]

    def test_a_proxy(self, request_):
        settings = esx.proxy(request_, vcenter=VC)
        (network,) = settings.choices[0].networks
        assert settings.proxy is None
        assert (network.moid, network.name, network.switch) == ("network-7", "VM Network", "DVS0")

    def test_results(self, request_):
        result, unknown = esx.unimport_clusters(request_, VC, ["domain-c21", "domain-c99"])
        assert (result.id, result.ok, result.reason) == ("domain-c21", True, "")
        assert (unknown.id, unknown.ok) == ("domain-c99", False)
        assert unknown.code
        assert unknown.reason

    def test_networks(self, request_):
        form = esx.network_form(request_)
        assert form["start"]
        wrong = esx.check_network(request_, {"switches": 1})
        assert all(error["message"] for error in wrong)
        assert wrong
