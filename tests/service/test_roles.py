"""Who sees what, by real roles."""

import pytest

NODES = "/admin/uc_nodes/"
URLS = [
    NODES,
    NODES + "rows.json",
    NODES + "summary.json",
    NODES + "enrol/",
    "/admin/uc_overview/",
    "/admin/uc_overview/services.json",
]


@pytest.fixture
def project_admin(undercloud):
    """An administrator of the project who has no role on the system."""
    cloud = undercloud.connect("admin").identity
    user = cloud.create_user(name="no-system-role", password="embedded", domain_id="default")
    project = cloud.find_project("admin")
    cloud.assign_project_role_to_user(project, user, cloud.find_role("admin"))
    yield user.name
    cloud.delete_user(user)


@pytest.mark.parametrize("url", URLS)
def test_a_tenant_sees_nothing_of_the_undercloud(sign_in, url):
    assert sign_in("demo").get(url).status_code in (403, 404)


def test_nor_is_it_in_his_navigation(sign_in):
    page = sign_in("demo").page("/project/service_catalog/")
    assert "Undercloud Admin" not in page
    assert "uc_nodes" not in page


def test_a_tenant_cannot_act(sign_in, node):
    assert sign_in("demo").act("power_on", node.id).status_code in (403, 404)


def test_a_reader_of_the_system_sees_every_node(sign_in, ironic):
    page = sign_in("watcher").page(NODES)
    assert all(node.id in page for node in ironic.nodes())
    assert "Undercloud Admin" in page
    assert "Enrol a node" not in page


def test_a_reader_cannot_act(sign_in, node, ironic):
    watcher = sign_in("watcher")
    for action in ("power_on", "maintenance", "manage", "delete"):
        answer = watcher.act(action, node.id, reason="x")
        assert answer.status_code == 403
        assert "rule helion:node:" in answer.json()["error"]
    assert watcher.get(NODES + "enrol/").status_code == 403
    assert watcher.post(f"{NODES}{node.id}/ports/add", {"address": "x"}).status_code == 403
    assert ironic.get_node(node).provision_state == "enroll"


def test_without_a_system_role_there_is_a_sentence(sign_in, project_admin):
    browser = sign_in(project_admin)
    refused = browser.get(NODES)
    assert refused.status_code == 403
    page = refused.content.decode()
    assert "You have no role on the system" in page
    assert "“reader”" in page
    answer = browser.json(NODES + "rows.json")
    assert answer.status_code == 403
    assert "no role on the system" in answer.json()["error"]


def test_actions_need_the_csrf_token(admin, node):
    admin.handler.enforce_csrf_checks = True
    answer = admin.act("power_on", node.id)
    assert answer.status_code == 302
    assert "csrf_failure" in answer.url
