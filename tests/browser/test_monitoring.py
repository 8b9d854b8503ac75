"""A management processor dies: an alarm appears, is acknowledged, and is over."""

import email
import email.policy

import pytest
import requests
from keystoneauth1.adapter import Adapter
from selenium.webdriver.common.by import By

from tests.icinga import free_port
from tests.service.monitoring import mailbox

PROBLEMS = "/admin/uc_monitoring/"
_PATIENCE = 30  # seconds until an alarm


@pytest.fixture(scope="module")
def service(undercloud):
    """The monitoring service as an administrator; skipped where there is no Icinga."""
    if "icinga" not in undercloud.endpoints["services"]:
        pytest.skip("icinga2 is not installed")
    session = undercloud.connect("admin").session
    return Adapter(session, service_type="undercloud-monitoring")


@pytest.fixture
def node(ironic):
    """A node in use by nobody, whose management processor answers."""
    node = next(ironic.nodes(details=True, provision_state="available", is_maintenance=False))
    yield node
    ironic.patch_node(node, [{"op": "remove", "path": "/driver_info/fail_on"}])


@pytest.fixture
def messages(undercloud):
    """The monitoring service, with or without an Icinga; receivers are removed afterwards."""
    service = Adapter(undercloud.connect("admin").session, service_type="undercloud-monitoring")
    yield service
    for receiver in service.get("/receivers").json()["receivers"]:
        service.delete(f"/receivers/{receiver['id']}")


def register(admin, kind, **values):
    """Add a receiver of failed operations on its page."""
    admin.open(f"{PROBLEMS}messages/add-{kind}")
    for name, value in values.items():
        field = admin.find(f"#helion-form [name={name}]")
        field.clear()
        field.send_keys(value)
    for event in ("alarm", "backup", "update"):
        admin.find(f"#helion-form [name={event}]").click()
    admin.find("#helion-form [type=submit]").click()
    admin.until(lambda: row(admin, values["name"]))


def rows(service, **query):
    return service.get("/problems", params=query).json()["objects"]


def row(admin, name):
    rows = admin.driver.find_elements(By.XPATH, f"//tr[.//th[contains(., '{name}')]]")
    return rows[0] if rows else None


def test_a_dead_processor_is_an_alarm_until_it_answers(admin, ironic, node, service):
    admin.open("/admin/uc_overview/")
    admin.until(lambda: admin.all("#helion-overview-alarms"))
    ironic.patch_node(node, [{"op": "add", "path": "/driver_info/fail_on", "value": "power"}])
    admin.until(lambda: node.name in admin.text("#helion-overview-alarms"), seconds=_PATIENCE)
    admin.accessible()

    admin.open(PROBLEMS)
    admin.until(lambda: row(admin, node.name))
    admin.accessible()
    row(admin, node.name).find_element(By.CSS_SELECTOR, "button[data-menu]").click()
    admin.find(".helion-menu [data-action=acknowledge]").click()
    admin.find("dialog [name=comment]").send_keys("On my way.")
    admin.find("dialog [type=submit]").click()
    admin.until(lambda: not admin.all("dialog"))
    admin.until(lambda: rows(service, handled="true", q=node.name))
    admin.until(lambda: "Acknowledged" in row(admin, node.name).text)

    row(admin, node.name).find_element(By.CSS_SELECTOR, "th a").click()
    admin.until(lambda: "On my way." in admin.text())
    admin.accessible()
    admin.open(f"/admin/uc_nodes/{node.id}/?tab=monitoring")
    assert node.name in admin.text("#helion-tab-monitoring")
    admin.accessible()

    ironic.patch_node(node, [{"op": "remove", "path": "/driver_info/fail_on"}])
    admin.until(lambda: not rows(service, q=node.name), seconds=2 * _PATIENCE)
    ironic.patch_node(node, [{"op": "add", "path": "/driver_info/fail_on", "value": "clean"}])


def test_it_may_ask_whether_there_is_a_backup(admin, service):
    def backup():
        services = service.get("/services", params={"q": "backup"}).json()["objects"]
        return [row["state"] for row in services if row["name"].endswith("!backup")]

    admin.until(backup)
    assert backup() != ["unknown"]


def test_the_lists_of_hosts_and_services(admin, service):
    for path in ("hosts/", "services/"):
        admin.open(f"{PROBLEMS}{path}")
        admin.until(lambda: admin.all(".helion-table tbody tr"))
        admin.accessible()


def test_an_icinga_that_is_away_is_named_and_nothing_else_breaks(admin, undercloud, service):
    with undercloud.stopped("icinga"):
        admin.open(PROBLEMS)
        assert "cannot be reached" in admin.text()
        admin.open("/admin/uc_nodes/")
        admin.until(lambda: admin.all(".helion-table tbody tr"))
    admin.until(lambda: service.get("/status").json()["state"] == "ready")


def test_a_node_that_is_deleted_leaves_icinga(admin, ironic, service):
    created = ironic.create_node(
        name="monitoring-leaves",
        driver="simulated",
        driver_info={"bmc_address": "10.9.9.9"},
        resource_class="compute",
    )
    query = {"node": created.id}
    admin.until(lambda: service.get("/hosts", params=query).json()["objects"], seconds=_PATIENCE)
    ironic.delete_node(created)
    admin.until(
        lambda: not service.get("/hosts", params=query).json()["objects"], seconds=_PATIENCE
    )


def test_results_are_taken_without_a_token_of_keystone(service):
    address = f"{service.get_endpoint()}/results"
    headers = {"Content-Type": "application/octet-stream", "X-Monitoring-Token": "none"}
    assert requests.post(address, data="0 x - y", headers=headers, timeout=10).status_code == 401


@pytest.mark.faults
def test_an_operation_that_fails_is_told_once_and_when_it_is_over(
    admin, messages, enrolments, tmp_path
):
    with mailbox.webhook() as hook, mailbox.smtp(tmp_path, free_port()) as mail:
        register(admin, "webhook", name="chat", url=hook.url)
        mailing = {"host": mailbox.HOST, "port": str(mail.port), "ca_pem": mail.ca}
        login = {"username": mailbox.USER, "password": mailbox.PASSWORD}
        people = {"recipients": "ops@example.com", "sender": "helion@example.com"}
        register(admin, "mail", name="night", **people, **mailing, **login)
        row(admin, "night").find_element(By.CSS_SELECTOR, "button[data-menu]").click()
        admin.find(".helion-menu [data-action=test]").click()
        admin.until(lambda: mail.arrived)
        assert b"Messages arrive." in mail.arrived[0].content

        operation, name = enrolments.begin(fail_on="inspect")
        enrolments.wait(operation, "reverted")
        admin.until(lambda: states_of(hook, operation), seconds=_PATIENCE)
        admin.until(lambda: mails(mail, name), seconds=_PATIENCE)
        body = next(body for body, _headers in hook.arrived if operation in body["key"])
        assert body["title"] == f"Operation failed: Enrol {name}"
        assert body["text"].splitlines() == [body["title"], body["detail"], body["url"]]
        assert "inspect" in body["detail"]
        content = mails(mail, name)[0].content
        parsed = email.message_from_bytes(content, policy=email.policy.default).get_content()
        assert body["url"] in parsed.splitlines()
        admin.driver.get(body["url"])
        admin.until(lambda: f"Enrol {name}" in admin.text("body"))
        again = enrolments.retry(operation)
        admin.until(lambda: len(states_of(hook, operation)) == 2, seconds=_PATIENCE)
        admin.until(lambda: len(mails(mail, f"Over: Operation failed: Enrol {name}")) == 1)
        enrolments.wait(again, "reverted")
        admin.until(lambda: states_of(hook, again), seconds=_PATIENCE)
        admin.until(lambda: len(mails(mail, f"Operation failed: Enrol {name}")) == 3)
        assert states_of(hook, operation) == ["begun", "over"]
        assert states_of(hook, again) == ["begun"]


def states_of(hook, operation):
    """What the webhook heard of an operation."""
    return [body["state"] for body, _headers in hook.arrived if operation in body["key"]]


def mails(box, subject):
    """Mails with this in their subject."""
    return [mail for mail in box.arrived if subject.encode() in mail.content.split(b"\r\n\r\n")[0]]
