"""The list of nodes, held against what Ironic itself says."""

import html
import re

import pytest

PATH = "/admin/uc_nodes/"


def shown(page):
    """UUIDs of the rows, in order."""
    return re.findall(r'<tr id="node-([0-9a-f-]{36})"', page)


def link(page, rel):
    match = re.search(rf'rel="{rel}"\s+href="([^"]+)"', page)
    return html.unescape(match[1]) if match else None


@pytest.fixture
def few_rows(settings):
    settings.HELION_DASHBOARD = {**settings.HELION_DASHBOARD, "PAGE_SIZE": 5}


def test_every_node_is_listed(admin, ironic):
    assert set(shown(admin.page(PATH))) == {node.id for node in ironic.nodes()}


def test_the_projects_token_would_show_fewer(undercloud, ironic):
    # What the second token is for; should this fail, it is no longer needed.
    project = undercloud.connect("admin").baremetal
    assert len(list(project.nodes())) < len(list(ironic.nodes()))


@pytest.mark.parametrize("desc", ["", "1"])
@pytest.mark.parametrize(
    "sort", ["name", "provision_state", "power_state", "maintenance", "resource_class", "uuid"]
)
def test_pages_forth_and_back_hold_every_node_once(admin, ironic, few_rows, sort, desc):
    url, pages = f"{PATH}?sort={sort}&desc={desc}", []
    while url:
        page = admin.page(url)
        pages.append(shown(page))
        later = link(page, "next")
        url = PATH + later if later else None
    ids = [uuid for rows in pages for uuid in rows]
    assert sorted(ids) == sorted(node.id for node in ironic.nodes())
    back = []
    while True:
        back.insert(0, shown(page))
        earlier = link(page, "prev")
        if not earlier:
            break
        page = admin.page(PATH + earlier)
    assert back[0] == pages[0]
    assert {u for rows in back for u in rows} == set(ids)


def test_a_node_without_a_name_is_listed_too(admin, ironic, few_rows):
    node = ironic.create_node(driver="fake-hardware")
    try:
        assert node.id in admin.page(PATH, desc="1", sort="name") + admin.page(PATH)
        assert shown(admin.page(PATH, q=node.id)) == [node.id]
    finally:
        ironic.delete_node(node)


def test_filters_are_ironics(admin, ironic):
    states = {node.provision_state for node in ironic.nodes()}
    for state in states:
        expected = {n.id for n in ironic.nodes(provision_state=state)}
        assert set(shown(admin.page(PATH, state=state))) == expected
    expected = {n.id for n in ironic.nodes(is_maintenance=True)}
    assert expected
    assert set(shown(admin.page(PATH, maintenance="true"))) == expected
    classes = {n.resource_class for n in ironic.nodes(details=True) if n.resource_class}
    resource_class = sorted(classes)[0]
    expected = {n.id for n in ironic.nodes(resource_class=resource_class)}
    assert set(shown(admin.page(PATH, **{"class": resource_class}))) == expected


def test_exact_name_uuid_and_mac_find_one_node(admin, ironic):
    port = next(ironic.ports(details=True))
    node = ironic.get_node(port.node_id)
    for text in (node.name, node.id, port.address, port.address.upper().replace(":", "-")):
        assert shown(admin.page(PATH, q=text)) == [node.id]


def test_a_part_of_a_name_finds_all_that_contain_it(admin, ironic, few_rows):
    part = next(ironic.nodes()).name[:3]
    expected = sorted(n.id for n in ironic.nodes() if n.name and part in n.name)
    rows, url = [], f"{PATH}?q={part}"
    while url:
        page = admin.page(url)
        rows += shown(page)
        later = link(page, "next")
        url = PATH + later if later else None
    assert sorted(rows) == expected


def test_all_that_failed(admin, ironic):
    page = admin.page(PATH, state="is:failed")
    failed = {n.id for n in ironic.nodes(details=True) if "fail" in n.provision_state or n.fault}
    assert failed
    assert set(shown(page)) == failed


@pytest.mark.parametrize(
    "query",
    [
        "after=nonsense",
        "before=11111111-1111-1111-1111-111111111111",
        "state=sideways",
        "sort=password",
        "maintenance=perhaps",
        "after=%00%ff&q=%3Cscript%3E",
        "class=no%20such&after=x",
        "q=" + "x" * 5000,
    ],
)
def test_nonsense_in_the_url_is_never_an_error_page(admin, query):
    page = admin.page(f"{PATH}?{query}")
    assert "<script>alert" not in page
    if not query.startswith(("q=", "class=")):
        assert "alert-warning" in page


def test_refreshed_rows_are_those_of_the_page(admin):
    page = shown(admin.page(PATH, sort="uuid"))
    answer = admin.json(PATH + "rows.json", sort="uuid")
    assert [row["id"] for row in answer.json()["rows"]] == page
    again = admin.get(
        PATH + "rows.json", {"sort": "uuid"}, headers={"If-None-Match": answer["ETag"]}
    )
    assert again.status_code == 304


def test_the_summary_counts_all(admin, ironic):
    summary = admin.json(PATH + "summary.json").json()["parts"]["helion-summary"]
    assert summary.startswith(f"{len(list(ironic.nodes()))} nodes")


def test_signed_out_the_module_hears_401(admin):
    admin.post("/auth/logout/")
    assert admin.json(PATH + "rows.json").status_code == 401
