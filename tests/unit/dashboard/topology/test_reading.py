"""Files with layouts: every fault has its line."""

import pytest

from helion_dashboard import config
from helion_dashboard.kit.topology import layouts, reading

GOOD = """\
id: mine
title: Mine
regions:
  - {id: north, title: North}
networks:
  - id: one
    name: One
    purpose: For all.
    vlan_type: tagged
    port: eth0
    means: nic
    colour: 1
    dash: "4 2"
    neutron: [ONE]
roles:
  - id: worker
    title: Workers
    kind: compute
    source: ironic
    region: north
    networks:
      - {network: one}
"""


def read(tmp_path, text):
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return reading.read(path)


def faults(tmp_path, text):
    with pytest.raises(reading.LayoutError) as error:
        read(tmp_path, text)
    return error.value.sentences


def test_a_good_one(tmp_path):
    content = read(tmp_path, GOOD)
    assert content.networks[0].neutron == ("one",)
    assert content.roles[0].networks[0].network == "one"
    assert content.networks[0].tagged


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("id: mine", "id: My Own", 1, "lower-case letters"),
        ("title: Mine\n", "", 1, "“title” is missing"),
        ("title: Mine", "title: Mine\ncolour: 2", 3, "Unknown key “colour”"),
        ("title: Mine", "title: 7", 2, "Expected a string"),
        ("title: Mine", 'title: ""', 2, "1 to 255 characters"),
        ("vlan_type: tagged", "vlan_type: both", 9, "“both” is not one of tagged, untagged"),
        ("colour: 1", "colour: 13", 12, "from 1 to 12"),
        ("colour: 1", "colour: red", 12, "Expected a number from 1 to 12"),
        ('dash: "4 2"', 'dash: "url(x)"', 13, "Expected numbers separated by spaces"),
        ("neutron: [ONE]", "neutron: ONE", 14, "Expected a list"),
        ("neutron: [ONE]", "reserved: '{name}-x'", 14, "{server} once"),
        ("neutron: [ONE]", "vlan: 5000", 14, "from 1 to 4094"),
        ("neutron: [ONE]", "boots: perhaps", 14, "“true” or “false”"),
        ("means: nic", "means: nic\n    means: hba", 12, "Duplicate key “means”"),
        ("kind: compute", "kind: toaster", 18, "“toaster” is not one of"),
        ("region: north", "region: south", 16, "Unknown region “south”"),
        ("{network: one}", "{network: two}", 16, "“worker” refers to the unknown network “two”"),
        ("{network: one}", "one", 22, "must be a mapping"),
        (
            "{network: one}",
            "{network: one}\n      - {network: one}",
            16,
            "“worker” lists “one” twice",
        ),
        ("id: mine", "id: [", 3, "expected"),
    ],
)
def test_a_fault_has_its_line(tmp_path, old, new, line, words):
    assert old in GOOD
    messages = faults(tmp_path, GOOD.replace(old, new, 1))
    assert any(item.startswith(f"mine.yaml:{line}: ") and words in item for item in messages), (
        messages
    )


def test_a_key_of_earlier_releases_is_understood(tmp_path):
    assert (
        read(tmp_path, GOOD.replace("source: ironic", "seen: ironic")).roles[0].source == "ironic"
    )
    assert any(
        "Duplicate key “seen”" in fault
        for fault in faults(
            tmp_path, GOOD.replace("source: ironic", "source: ironic\n    seen: ironic")
        )
    )


def test_all_faults_are_reported_together(tmp_path):
    text = GOOD.replace("colour: 1", "colour: 99").replace("kind: compute", "kind: toaster")
    assert len(faults(tmp_path, text)) == 2


@pytest.mark.parametrize("text", ["", "- 1\n", "just words\n", "id: x\n"])
def test_what_is_no_layout_at_all(tmp_path, text):
    assert faults(tmp_path, text)


def test_two_networks_must_not_look_alike(tmp_path):
    second = GOOD[GOOD.index("  - id: one") : GOOD.index("roles:")].replace("id: one", "id: two")
    messages = faults(tmp_path, GOOD.replace("roles:\n", f"{second}roles:\n", 1))
    assert len([item for item in messages if "mine.yaml:15" in item]) == 2  # colour and dash


def test_a_file_that_cannot_be_read(tmp_path):
    with pytest.raises(reading.LayoutError, match="cannot be read"):
        reading.read(tmp_path / "nothing.yaml")
    (tmp_path / "bytes.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(reading.LayoutError, match="cannot be read"):
        reading.read(tmp_path / "bytes.yaml")


@pytest.fixture
def folder(tmp_path, settings):
    settings.HELION_DASHBOARD = {"TOPOLOGY_LAYOUTS": str(tmp_path)}
    config.get.cache_clear()
    layouts._load.cache_clear()
    yield tmp_path
    layouts._load.cache_clear()


def test_an_operator_adds_one(folder):
    (folder / "mine.yaml").write_text(GOOD)
    assert list(layouts.load().layouts) == ["kvm", "esx", "carrier-grade", "mine"]


def test_an_operator_replaces_ours(folder):
    (folder / "kvm.yaml").write_text(GOOD.replace("id: mine", "id: kvm"))
    assert layouts.load().layouts["kvm"].title == "Mine"


def test_a_wrong_one_leaves_the_others_alone(folder):
    (folder / "mine.yaml").write_text(GOOD)
    (folder / "other.yaml").write_text(GOOD.replace("colour: 1", "colour: 0"))
    loaded = layouts.load()
    assert "mine" in loaded.layouts
    assert [error.sentences for error in loaded.errors] == [
        ["other.yaml:12: The number must be from 1 to 12."]
    ]


def test_a_folder_that_is_not_there(settings):
    settings.HELION_DASHBOARD = {"TOPOLOGY_LAYOUTS": "/nonexistent/layouts"}
    config.get.cache_clear()
    assert "no such folder" in layouts.load().errors[0].sentences[0]
    assert len(layouts.load().layouts) == 3
