"""Back ends merged with a ``cinder.conf`` that others write, too."""

import re

import pytest
from oslo_config import cfg

from helion_services.sirius import conf_merge
from helion_services.sirius.conf_merge import Unreadable

OLD = "CPG_0b8d3c1e-7a52-4f6d-9c1a-2e4b6d8f0a13"
NEW = "CPG_5f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"
_SECTION = "[{}]\nvolume_driver = hpe\nvolume_backend_name = {}\n"
HAND_WRITTEN = (
    "# Managed by hand. \ufeff\u2028 keep me\n"
    "\n"
    "[DEFAULT]\r\n"
    "debug=True\r\n"
    "  # enabled_backends = not this line\n"
    "# enabled_backends = nor this\n"
    "enabled_backends :  netapp,\n"
    f"    {OLD} ,\n"
    "\tlvm\n"
    "transport_url = rabbit://u:p@h/[v]\n"
    "\n"
    f"[{OLD}]\n"
    "volume_driver=hpe\n"
    "volume_backend_name = gold\n"
    "\n"
    "\n"
    "; ours ends, NetApp begins\n"
    "[netapp]   \n"
    "volume_driver:x.y.Z\n"
    "nfs_mount_options = 'rw,\n"
    "   hard'\n"
    "\x0c\n"
    "[lvm]\n"
    "volume_group = \udcff no utf-8"
)


def section(name, backend="gold"):
    return _SECTION.format(name, backend)


def merged(text=HAND_WRITTEN, new=(), removed=()):
    return conf_merge.merge(text, {name: section(name) for name in new}, removed)


def parsed(text, tmp_path, *names):
    """What oslo.config reads: the enabled back ends, and the names of those sections."""
    file = tmp_path / "cinder.conf"
    file.write_bytes(text.encode(errors="surrogateescape").replace(b"\xff", b""))
    conf = cfg.ConfigOpts()
    conf.register_opt(cfg.ListOpt("enabled_backends"))
    for name in names:
        conf.register_opt(cfg.StrOpt("volume_backend_name"), group=name)
    conf(["--config-file", str(file)], project="test")
    return conf.enabled_backends, [conf[name].volume_backend_name for name in names]


def test_nothing_changes_nothing():
    assert merged() == HAND_WRITTEN
    assert merged("") == ""


def test_all_else_stays_byte_by_byte():
    text = merged(new=[NEW])
    start, end = HAND_WRITTEN.index("enabled_backends :"), HAND_WRITTEN.index("transport_url")
    assert text.startswith(HAND_WRITTEN[:start] + f"enabled_backends :  netapp,{OLD},lvm,{NEW}\n")
    assert text[text.index("transport_url") :] == f"{HAND_WRITTEN[end:]}\n\n{section(NEW)}"


def test_ours_is_replaced_where_it_is():
    text = conf_merge.merge(HAND_WRITTEN, {OLD: section(OLD, "silver")})
    expected = HAND_WRITTEN.replace(
        f"[{OLD}]\nvolume_driver=hpe\nvolume_backend_name = gold\n", section(OLD, "silver")
    )
    assert text == expected


def test_ours_is_taken_out_and_its_neighbours_stay():
    text = merged(removed=[OLD])
    assert OLD not in text
    assert "; ours ends, NetApp begins\n[netapp]   \n" in text
    assert "enabled_backends :  netapp,lvm\n" in text
    assert text[text.index("[netapp]") :] == HAND_WRITTEN[HAND_WRITTEN.index("[netapp]") :]


@pytest.mark.parametrize(
    ("text", "enabled"),
    [
        ("", [NEW]),
        ("[DEFAULT]\n", [NEW]),
        ("[DEFAULT]", [NEW]),
        ("[netapp]\nx = 1\n", [NEW]),
        ("[DEFAULT]\nenabled_backends =\n", [NEW]),
        ("[DEFAULT]\nenabled_backends = 'a, b'\n", ["a", "b", NEW]),
        ("[DEFAULT]\nenabled_backends = x\n[y]\n[DEFAULT]\nenabled_backends = a\n", ["a", NEW]),
        (f"[DEFAULT]\nenabled_backends = {NEW},a", [NEW, "a"]),
        ("[DEFAULT]\nenabled_backends = a\n  # b\n", ["a\n# b", NEW]),
        (HAND_WRITTEN, ["netapp", OLD, "lvm", NEW]),
    ],
)
def test_oslo_reads_it(tmp_path, text, enabled):
    text = merged(text, new=[NEW])
    names, (backend,) = parsed(text, tmp_path, NEW)
    assert [name for name in names if name] == enabled
    assert backend == "gold"
    assert merged(text, new=[NEW]) == text, "a second time changes nothing"


def test_what_was_added_is_taken_out_again(tmp_path):
    text = merged(merged("[netapp]\nx = 1\n", new=[NEW]), removed=[NEW])
    assert NEW not in text
    assert "enabled_backends" not in text
    assert text.endswith("[netapp]\nx = 1\n\n")
    parsed(text, tmp_path)


def test_a_section_that_is_there_twice():
    text = merged(f"{section(OLD)}\n[x]\n{section(OLD)}# end\n", new=[OLD])
    assert text.count(f"[{OLD}]") == 1
    assert text.endswith("[x]\n# end\n")


def test_which_sections_are_ours():
    text = HAND_WRITTEN + f"\n[CPG_gold]\nx = 1\n[DEFAULT]\nenabled_backends = {NEW},CPG_gold\n"
    sections = conf_merge.sections(text)
    assert sections == {
        OLD: {"volume_driver": "hpe", "volume_backend_name": "gold"},
        NEW: {},
    }


@pytest.mark.parametrize("line", ["[netapp", "[]", "[netapp] # mine"])
def test_what_cinder_cannot_read_is_not_guessed(line):
    text = f"[DEFAULT]\n{line}\n"
    with pytest.raises(Unreadable) as caught:
        merged(text, new=[NEW])
    message = caught.value.args[0]
    assert (message.code, message.params) == ("cinder-file-unreadable", {"line": 2})
    assert re.search("Line 2", message.detail)
