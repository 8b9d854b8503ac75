"""The picture of the undercloud's networks, with pointer and keyboard."""

import base64
import re
import xml.etree.ElementTree as ElementTree  # of our own files

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

TOPOLOGY = "/admin/uc_topology/"
PICTURE = "[data-topology-picture] svg.topo"
HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "]]><a/>",
    "\u202egnp",
    "مضيف",
    "🧨",
    "a\u0001b",
    "x" * 255,
]


@pytest.fixture
def admin(page):
    page.sign_in("admin").open(TOPOLOGY)
    page.find(f"{PICTURE} [data-key^='node:']")
    return page


def keys(page, prefix=""):
    return page.driver.execute_script(
        "return [...document.querySelectorAll(`${arguments[0]} [data-key]`)]"
        ".map((one) => one.dataset.key).filter((key) => key.startsWith(arguments[1]))",
        PICTURE,
        prefix,
    )


def focused(page):
    return page.driver.execute_script("return document.activeElement.dataset.key")


def press(page, *pressed):
    for key in pressed:
        ActionChains(page.driver).send_keys(key).perform()


def click(page, key):
    """Click a thing of the picture, which Selenium would scroll about for."""
    element = page.find(f'[data-key="{key}"]')
    page.driver.execute_script(
        "arguments[0].dispatchEvent(new MouseEvent('click', {bubbles: true}))", element
    )


def start(page):
    """Give the focus to the picture, as Tab does."""
    page.driver.execute_script(
        "document.querySelector(`${arguments[0]} [tabindex='0']`).focus()", PICTURE
    )


def test_the_storage_mapping_by_keyboard_alone(admin):
    Select(admin.find("[name=layout]")).select_by_value("storage")
    admin.find(".helion-topology-choice [type=submit]").click()
    admin.until(lambda: "/uc_topology/storage/" in admin.driver.current_url)
    admin.find(f"{PICTURE} [data-key='row:types']")
    admin.accessible()
    start(admin)
    assert focused(admin) == "row:arrays"
    press(admin, Keys.PAGE_DOWN, Keys.PAGE_DOWN)
    assert focused(admin) == "row:backends"
    press(admin, Keys.ARROW_DOWN)
    backend = focused(admin)
    assert backend.startswith("node:backends:")
    press(admin, Keys.ENTER)
    card = admin.find("[data-topology-card]")
    admin.until(card.is_displayed)
    label = admin.find(f"[data-key='{backend}']").get_attribute("aria-label")
    assert label.startswith(card.find_element("css selector", "h2").text)
    press(admin, Keys.ESCAPE)
    admin.until(lambda: not card.is_displayed())
    admin.find(".helion-topology-twin summary").click()
    table = admin.driver.execute_script(
        "return [...document.querySelectorAll('tr[data-node]')].map((row) => row.dataset.node)"
    )
    assert sorted(table) == sorted(key.split(":", 2)[2] for key in keys(admin, "node:"))
    admin.accessible()


def test_the_table_says_what_the_picture_says(admin):
    admin.find(".helion-topology-twin summary").click()
    table = admin.driver.execute_script(
        "return ['network', 'row', 'node'].map((name) =>"
        " [...document.querySelectorAll(`tr[data-${name}]`)].map((one) => one.dataset[name]))"
    )
    assert table[0] == [key.removeprefix("net:") for key in keys(admin, "net:")]
    assert table[1] == [key.removeprefix("row:") for key in keys(admin, "row:")]
    drawn = {key.split(":", 2)[2]: key for key in keys(admin, "node:")}
    assert sorted(table[2]) == sorted(drawn)
    for node, key in drawn.items():
        row = admin.driver.execute_script(
            "const row = document.querySelector(`tr[data-node='${arguments[0]}']`);"
            "return [row.cells[0].textContent.trim(),"
            " row.querySelector('[data-health]').dataset.health,"
            " row.querySelectorAll('[data-wire]:not([data-wire=planned])').length]",
            node,
        )
        box = admin.find(f".box[data-of='{key}']")
        label = admin.find(f"[data-key='{key}']").get_attribute("aria-label")
        assert label.startswith(row[0])
        assert row[1] in box.get_attribute("class").split()


def test_a_row_folds_and_opens(admin):
    before = keys(admin, "node:compute:")
    assert before
    click(admin, "row:compute")
    admin.until(lambda: "box:compute" in keys(admin), "the box of the role")
    assert "open=%21compute" in admin.driver.current_url
    assert len(keys(admin, "node:compute:")) < len(before)
    admin.driver.refresh()
    admin.until(lambda: "box:compute" in keys(admin), "it is in the address")
    click(admin, "box:compute")
    admin.until(lambda: keys(admin, "node:compute:") == before, "every server again")
    assert "open" not in admin.driver.current_url


def test_search_goes_to_a_server_and_says_all_of_it(admin, ironic):
    node = next(ironic.nodes(resource_class="compute", details=True))
    field = admin.find("[data-topology-search]")
    field.send_keys(node.name, Keys.ENTER)
    card = admin.until(
        lambda: next((c for c in admin.all("[data-topology-card]") if node.name in c.text), None)
    )
    mac = next(ironic.ports(node=node.id)).address
    admin.until(lambda: mac in card.text, "the whole of its wires")
    assert f"/admin/uc_nodes/{node.id}/" in card.find_element(
        "link text", "Open details"
    ).get_attribute("href")
    assert admin.all(".route"), "its wires stand out"
    assert "1 of " in admin.text("[data-topology-found]")
    field.clear()
    field.send_keys("nobody-is-called-so", Keys.ENTER)
    admin.until(lambda: "1 of" not in admin.text("[data-topology-found]"))


def test_by_keyboard_alone(admin):
    start(admin)
    networks = keys(admin, "net:")
    assert focused(admin) == networks[0]
    press(admin, Keys.ARROW_DOWN)
    assert focused(admin) == networks[1]
    press(admin, Keys.PAGE_DOWN)
    assert focused(admin) == keys(admin, "row:")[0]
    press(admin, Keys.ARROW_DOWN)
    first = focused(admin)
    assert first.startswith(("node:", "box:"))
    while not focused(admin).startswith("node:control:"):
        press(admin, Keys.ARROW_DOWN)
    control = focused(admin)
    press(admin, Keys.ARROW_RIGHT)
    assert focused(admin) != control
    press(admin, Keys.ARROW_LEFT, Keys.ENTER)
    admin.until(lambda: admin.find("[data-topology-card]").is_displayed())
    assert focused(admin) == control
    press(admin, Keys.ESCAPE)
    admin.until(lambda: not admin.find("[data-topology-card]").is_displayed())
    assert focused(admin) == control
    scale = admin.driver.execute_script(
        "return document.querySelector('.world').getAttribute('transform')"
    )
    press(admin, "+")
    admin.until(lambda: admin.find(".world").get_attribute("transform") != scale)
    assert focused(admin) == control
    press(admin, "/")
    assert admin.driver.switch_to.active_element.get_attribute("data-topology-search") is not None


def test_a_network_stands_out_and_is_in_the_address(admin):
    click(admin, "net:management")
    admin.until(lambda: "network=management" in admin.driver.current_url)
    faded = admin.driver.execute_script(
        "return [...document.querySelectorAll('.lines .net-name:not(.faded)')]"
        ".map((one) => one.textContent)"
    )
    assert set(faded) == {"Management"}
    assert admin.driver.execute_script("return document.querySelectorAll('.bus.faded').length")
    admin.driver.refresh()
    admin.until(lambda: admin.all("[data-net].faded"), "still so after a reload")
    start(admin)
    press(admin, Keys.ESCAPE)
    admin.until(lambda: not admin.all("[data-net].faded"))
    assert "network" not in admin.driver.current_url


def test_only_problems(admin, ironic):
    failed = next(ironic.nodes(provision_state="clean failed"))
    every = keys(admin, "node:")
    admin.find("[data-topology-problems]").click()
    admin.until(lambda: "problems=1" in admin.driver.current_url)
    shown = admin.until(lambda: len(keys(admin, "node:")) < len(every) and keys(admin, "node:"))
    assert any(key.endswith(failed.id) for key in shown)
    for key in shown:
        look = admin.find(f'[data-of="{key}"]').get_attribute("class")
        assert "failed" in look or "warning" in look
    admin.find("[data-topology-problems]").click()
    admin.until(lambda: sorted(keys(admin, "node:")) == sorted(every))


def test_what_changes_is_marked_and_nothing_moves(admin, ironic):
    places = (
        "return Object.fromEntries([...document.querySelectorAll('.box')]"
        ".map((one) => [one.dataset.of, one.getAttribute('transform')]))"
    )
    before = admin.driver.execute_script(places)
    node = next(n for n in ironic.nodes(provision_state="available") if not n.is_maintenance)
    ironic.set_node_maintenance(node, "Elsewhere")
    try:
        admin.until(
            lambda: (
                admin.driver.execute_script("document.dispatchEvent(new Event('visibilitychange'))")
                or admin.all(f".box[data-of$='{node.id}'] .flag")
            ),
            "the mark",
            seconds=40,
        )
        assert admin.driver.execute_script(places) == before
        assert "changed" in admin.text("[data-topology-tools]")
        # Nothing is drawn by an answer that says the same.
        admin.driver.execute_script(
            "window.drawn = 0; new MutationObserver((all) => { window.drawn += all.length; })"
            ".observe(document.querySelector(arguments[0]),"
            " {subtree: true, childList: true, attributes: true});"
            "document.dispatchEvent(new Event('visibilitychange'));",
            PICTURE,
        )
        admin.driver.execute_async_script("setTimeout(arguments[0], 2500)")
        assert admin.driver.execute_script("return window.drawn") == 0
    finally:
        ironic.unset_node_maintenance(node)


@pytest.fixture
def saved(admin):
    """Presses a button and gives the bytes of the file that the browser would save."""

    def save(label):
        admin.driver.execute_script(
            "window.saved = null; const make = URL.createObjectURL;"
            "HTMLAnchorElement.prototype.click = function click() {};"
            "URL.createObjectURL = (blob) => { window.saved = blob; return make.call(URL, blob); };"
        )
        admin.find(f"[data-topology-tools] [title='{label}']").click()
        media_type = "image/png" if "PNG" in label else "image/svg+xml"
        admin.until(lambda: admin.driver.execute_script("return window.saved?.type") == media_type)
        return base64.b64decode(
            admin.driver.execute_async_script(
                "const reader = new FileReader();"
                "reader.onload = () => arguments[0](reader.result.split(',')[1]);"
                "reader.readAsDataURL(window.saved);"
            )
        )

    return save


def test_the_picture_as_a_file(admin, ironic, saved):
    tree = ElementTree.fromstring(saved("Save as SVG"))  # noqa: S314
    assert tree.tag == "{http://www.w3.org/2000/svg}svg"
    text = "\n".join(tree.itertext())
    for node in ironic.nodes():
        assert node.name in text
    png = saved("Save as PNG")
    assert png.startswith(b"\x89PNG")


# Draws a picture of its own, with these names everywhere, and gives what is saved of it.
_SPOILT = """
const [names, done] = arguments;
const data = JSON.parse(document.getElementById('helion-topology-data').textContent);
const row = data.rows.find((one) => one.nodes?.length);
row.nodes = names.map((name) => (
  { ...row.nodes[0], id: name, name, rack: name, state: name, problem: name, health: 'failed' }
));
data.networks.forEach((one, at) => {
  const name = names[at % names.length];
  Object.assign(one, { name, problem: name, state: 'wrong' });
});
const section = document.createElement('section');
Object.assign(section.dataset, { topology: '/static/nothing.json', name: 'spoilt' });
section.innerHTML = `<div data-topology-tools></div><div data-topology-picture></div>
  <aside data-topology-card hidden></aside>`;
document.getElementById('helion').append(section);
window.alert = () => { window.alerted = true; };
HTMLAnchorElement.prototype.click = function click() {};
const make = URL.createObjectURL;
URL.createObjectURL = (blob) => {
  blob.text().then((text) => {
    const parsed = new DOMParser().parseFromString(text, 'application/xml');
    const error = parsed.querySelector('parsererror')?.textContent ?? null;
    const frame = document.createElement('iframe');
    frame.srcdoc = text;
    frame.onload = () => setTimeout(() => done({ text, error, alerted: !!window.alerted }), 300);
    section.append(frame);
  });
  return make.call(URL, blob);
};
const script = [...document.scripts].find((one) => one.src.includes('helion_dashboard/js/'));
import(new URL('topology.mjs', script.src))
  .then(({ mount }) => {
    mount(section).take(data);
    section.querySelector('[data-topology-tools] [title="Save as SVG"]').click();
  })
  .catch((problem) => done({ problem: String(problem.stack) }));
"""


def test_hostile_names_are_harmless(admin):
    """In the page, and in a file that a browser and a parser of XML read."""
    result = admin.driver.execute_async_script(_SPOILT, HOSTILE)
    assert result.get("problem") is None
    assert result["error"] is None
    assert result["alerted"] is False
    tree = ElementTree.fromstring(result["text"].encode())  # noqa: S314
    acting = re.compile(r"}(script|a|image|foreignObject)$")
    assert [element.tag for element in tree.iter() if acting.search(element.tag)] == []
    assert not admin.all("#helion section img")


def test_dark_and_light(admin):
    ground = "return getComputedStyle(document.querySelector(arguments[0])).backgroundColor"
    before = admin.driver.execute_script(ground, PICTURE)
    admin.find("[data-topology-tools] [title='Dark or light mode']").click()
    after = admin.driver.execute_script(ground, PICTURE)
    assert before != after
    admin.driver.refresh()
    admin.find(f"{PICTURE} [data-key^='node:']")
    assert admin.driver.execute_script(ground, PICTURE) == after
    assert admin.axe() == []
    admin.driver.execute_script("window.localStorage.clear()")


def test_on_paper_there_is_the_picture_in_its_colours(admin):
    def visible(selector):
        return admin.driver.execute_script(
            "return [...document.querySelectorAll(arguments[0])]"
            ".filter((one) => one.getClientRects().length).length",
            selector,
        )

    line = "return getComputedStyle(document.querySelector('.topo .bus')).stroke"
    on_screen = admin.driver.execute_script(line)
    admin.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        # Horizon's theme would print everything in black.
        assert admin.driver.execute_script(line) == on_screen
        assert visible(".topo .box") > 10
        for selector in (".helion-topology-bar", ".page-header", ".helion-topology-twin"):
            assert visible(selector) == 0, selector
        top = "return document.querySelector('.topo').getBoundingClientRect().top"
        assert admin.driver.execute_script(top) < 2, (
            "higher than a sheet, it would begin on the next"
        )
    finally:
        admin.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_on_a_servers_own_page(page, ironic):
    node = next(ironic.nodes(resource_class="compute"))
    page.sign_in("admin").open(f"/admin/uc_nodes/{node.id}/?tab=networks")
    page.find(f".box[data-of$=':{node.id}']")
    assert len(keys(page, "node:")) == 1
    assert page.axe() == []


def test_nothing_is_drawn_as_empty_when_a_service_is_down(page, undercloud):
    page.sign_in("admin")
    with undercloud.stopped("ironic"):

        def unknown():
            page.open(TOPOLOGY)
            page.find(f"{PICTURE} [data-key='box:compute']")
            return "unknown" in page.text("#helion-topology-notices")

        page.until(unknown, seconds=60)  # nodes are remembered for some seconds
        label = page.find("[data-key='box:compute']").get_attribute("aria-label")
        assert "unknown" in label


def test_the_card_stays_in_sight(admin):
    """A picture may be higher than the window."""
    last = keys(admin, "node:")[-1]
    click(admin, last)
    card = admin.find("[data-topology-card]")
    where = "const r = arguments[0].getBoundingClientRect(); return [r.top, innerHeight - r.bottom]"
    for place in ("start", "end"):
        admin.driver.execute_script(
            "document.querySelector(arguments[0]).scrollIntoView({block: arguments[1]})",
            f'[data-key="{last}"]',
            place,
        )
        assert min(admin.driver.execute_script(where, card)) >= 0, place


def test_the_card_does_not_cover_what_it_tells_of(admin):
    """On a narrow screen it lies over the lower part of the window."""
    admin.width(500)
    try:
        last = keys(admin, "node:")[-1]
        click(admin, last)
        card = admin.find("[data-topology-card]")
        node = admin.find(f'[data-key="{last}"]')
        gap = (
            "const [card, node] = [...arguments].map((one) => one.getBoundingClientRect());"
            "return [card.top - node.bottom, innerHeight - card.bottom]"
        )
        admin.until(lambda: min(admin.driver.execute_script(gap, card, node)) >= 0, "both in sight")
        assert not admin.overflows()
    finally:
        admin.width(1280)
