import configparser

from helion_embedded import ini


def test_values_as_oslo_config_reads_them():
    text = ini.render(
        {
            "DEFAULT": {"debug": False, "workers": 1, "empty": "", "absent": None},
            "ml2": {"type_drivers": ("flat", "vlan"), "pools": {"a": 1, "b": 2}},
        }
    )
    assert text.splitlines() == [
        "[DEFAULT]",
        "debug = false",
        "workers = 1",
        "empty =",
        "",
        "[ml2]",
        "type_drivers = flat,vlan",
        "pools = a:1,b:2",
    ]


def test_a_written_file_parses(tmp_path):
    ini.write(tmp_path / "x.conf", {"database": {"connection": "sqlite:///x?timeout=60"}})
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(tmp_path / "x.conf")
    assert parser["database"]["connection"] == "sqlite:///x?timeout=60"
