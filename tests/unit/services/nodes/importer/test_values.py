"""Single values."""

import pytest

from helion_services.nodes.importer import redfish_address, values


@pytest.mark.parametrize(
    "raw",
    [
        "94:18:82:01:0a",
        "94:18-82:01:0a:a0",
        "94:18:82:01:0a:a0:00",
        "94:18:82:01:0a:g0",
        "01:00:5e:00:00:01",
        "ff:ff:ff:ff:ff:ff",
        "00:00:00:00:00:00",
        "",
        None,
        {},
        "٩٤:18:82:01:0a:a0",
    ],
)
def test_no_mac(raw):
    with pytest.raises(values.Invalid):
        values.mac(raw)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("10.20.1.10", "10.20.1.10"),
        (" 10.20.1.10 ", "10.20.1.10"),
        ("FE80::1", "fe80::1"),
        ("[fd00::0:1]", "fd00::1"),
        ("iLO-1.Example.com", "ilo-1.example.com"),
        ("ilo1", "ilo1"),
    ],
)
def test_address(raw, clean):
    assert values.address(raw) == clean


@pytest.mark.parametrize(
    "raw", ["10.20.1", "10.20.1.300", "::", "224.0.0.1", "a b", "-a", "a..b", "x" * 300, 7]
)
def test_no_address(raw):
    with pytest.raises(values.Invalid):
        values.address(raw)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("10.20.1.10", "https://10.20.1.10"),
        ("fd00::1", "https://[fd00::1]"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000"),
        ("https://[fd00::1]:443", "https://[fd00::1]:443"),
        ("10.20.1.10:8000", "https://10.20.1.10:8000"),
        ("[2001:db8::12]:443", "https://[2001:db8::12]:443"),
        ("[2001:db8::12]", "https://[2001:db8::12]"),
        ("ilo-1.example.com:8443", "https://ilo-1.example.com:8443"),
        ("https://10.20.1.10/redfish/v1/", "https://10.20.1.10"),
        ("HTTPS://10.20.1.10/redfish", "https://10.20.1.10"),
    ],
)
def test_url(raw, clean):
    assert redfish_address.read(raw) == (clean, None)


@pytest.mark.parametrize(
    "raw",
    ["https://10.20.1.10/redfish/v1/Systems/1", "10.20.1.10/Systems/1", "10.20.1.10/systems/1/"],
)
def test_the_system_in_a_redfish_address(raw):
    assert redfish_address.read(raw) == ("https://10.20.1.10", "/redfish/v1/Systems/1")


def test_the_port_of_a_redfish_address():
    assert redfish_address.read("10.20.1.10", 8000) == ("https://10.20.1.10:8000", None)
    assert redfish_address.read("10.20.1.10:8000", 8000) == ("https://10.20.1.10:8000", None)
    with pytest.raises(values.Invalid):
        redfish_address.read("10.20.1.10:8000", 443)


@pytest.mark.parametrize("raw", ["ftp://host", "https://a:b@host", "https://", "https://host/path"])
def test_no_url(raw):
    with pytest.raises(values.Invalid, match="10.20.1.10:8000"):
        redfish_address.read(raw)


@pytest.mark.parametrize("raw", ["8", " 8 ", 8])
def test_whole(raw):
    assert values.whole(raw) == 8


@pytest.mark.parametrize("raw", ["0", 0, -1, "1e3", "1.5", 1.0, True, "٣", "1_000", "9" * 10])
def test_not_whole(raw):
    with pytest.raises(values.Invalid):
        values.whole(raw)


@pytest.mark.parametrize(
    ("raw", "mib"), [("32768", 32768), (32, 32), ("32 GB", 32768), ("32GiB", 32768), ("1tb", 2**20)]
)
def test_memory(raw, mib):
    assert values.memory_mib(raw) == mib


@pytest.mark.parametrize(
    ("raw", "gib"),
    [("931", 931), ("1 TB", 931), ("1TB", 931), ("1 TiB", 1024), ("600GB", 558), ("931 GiB", 931)],
)
def test_disks(raw, gib):
    assert values.disk_gib(raw) == gib


@pytest.mark.parametrize("raw", ["32 G", "lots", "-1", "0", "1 MB", "1,5 TB", "999999999 PB", 1.5])
def test_no_disk(raw):
    with pytest.raises(values.Invalid):
        values.disk_gib(raw)


@pytest.mark.parametrize("raw", ["0", "65536", "x", -1, True])
def test_no_port(raw):
    with pytest.raises(values.Invalid):
        values.port(raw)


def test_capabilities():
    raw = {"profile": "control", "boot_mode": "uefi", "secure_boot": True}
    assert values.capabilities(raw) == "profile:control,boot_mode:uefi,secure_boot:true"
    assert values.capabilities("profile:control") == "profile:control"
    for wrong in ({"a,b": "c"}, {"a": "b,c"}, {"a:b": "c"}, ["a"]):
        with pytest.raises(values.Invalid):
            values.capabilities(wrong)


def test_a_list_of_macs_has_an_end():
    with pytest.raises(values.Invalid):
        values.macs([f"94:18:82:00:00:{n:02x}" for n in range(101)])


@pytest.mark.parametrize("raw", ["a\nb", "a\x00", "\ud800", "x" * 256, 1.5, True, []])
def test_no_text(raw):
    with pytest.raises(values.Invalid):
        values.text(raw)


def test_plain():
    assert values.plain({"a": [1, "b", None, True, 1.5]}) == {"a": [1, "b", None, True, 1.5]}
    deep = []
    for _ in range(20):
        deep = [deep]
    for raw in (deep, float("inf"), {"a\n": 1}, ["\x00"]):
        with pytest.raises(values.Invalid):
            values.plain(raw)
