"""Single values."""

import pytest

from helion_services.nodes.importer import values


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
    ],
)
def test_url(raw, clean):
    assert values.url(raw) == clean


@pytest.mark.parametrize("raw", ["ftp://host", "https://a:b@host", "https://", "https://host/path"])
def test_no_url(raw):
    with pytest.raises(values.Invalid):
        values.url(raw)


@pytest.mark.parametrize("raw", ["8", " 8 ", 8])
def test_whole(raw):
    assert values.whole(raw) == 8


@pytest.mark.parametrize("raw", ["0", 0, -1, "1e3", "1.5", 1.0, True, "٣", "1_000", "9" * 10])
def test_not_whole(raw):
    with pytest.raises(values.Invalid):
        values.whole(raw)


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
