"""The documentation says what the code does: every key, rule, check, command and state is in it."""

import dataclasses
import importlib.util
import pathlib
import re
import struct
import subprocess
import sys

import pytest
import yaml

from helion_dashboard import config

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCE = ROOT / "doc" / "source"
LARGEST_PICTURE = 200_000  # bytes


def page(name):
    return (SOURCE / f"{name}.rst").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def tables():
    return _load("tables")


def _load(name):
    spec = importlib.util.spec_from_file_location(name, SOURCE / "_exts" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_setting_is_in_the_table(tables):
    assert ".. table-of:: settings" in page("configuration/index")
    rows = list(tables.settings())[1:]
    names = [field.name.upper() for field in dataclasses.fields(config.Config)]
    assert [row[0] for row in rows] == [f"``{name}``" for name in names]
    assert all(len(meaning) > 10 for _name, meaning, _default in rows)


def test_every_setting_in_seconds_says_so(tables):
    for name, meaning, default in list(tables.settings())[1:]:
        if "TIMEOUT" in name or "POLL" in name:
            assert meaning.startswith("Seconds"), name
            assert float(default.strip("`")) > 0


def test_every_policy_rule_is_in_the_table(tables):
    assert ".. table-of:: rules" in page("configuration/index")
    entries = yaml.safe_load(tables.POLICY.read_text(encoding="utf-8"))
    rows = list(tables.rules())[1:]
    assert [row[0] for row in rows] == [f"``{entry['name']}``" for entry in entries]
    assert all(row[1] for row in rows)


@pytest.mark.parametrize("table", ["service-options", "service-rules"])
def test_every_option_and_rule_of_the_services_is_in_a_table(tables, table):
    assert f".. table-of:: {table}" in page("services/index")
    rows = list(tables.TABLES[table]())[1:]
    assert len(rows) > 10
    assert all(len(cell) > 1 for row in rows for cell in row), rows


def test_every_state_and_action_is_in_the_tables():
    text = page("user/nodes")
    assert ".. table-of:: states" in text
    assert ".. table-of:: actions" in text


def test_every_rule_of_network_planning_is_in_the_table():
    assert ".. table-of:: planning-rules" in page("user/topology")


@pytest.mark.parametrize(
    ("table", "least"),
    [("states", 20), ("actions", 20), ("planning_rules", 10), ("network_rules", 20)],
)
def test_the_tables_of_the_panels_can_be_drawn(table, least):
    # In a process of its own: Django can be set up once, and here it is set up for Horizon.
    script = f"import tables; print(len([row for row in tables.{table}() if all(row)]))"
    path = f"{SOURCE / '_exts'}:{ROOT}"
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > least


def test_every_system_check_is_described():
    code = (ROOT / "helion_dashboard" / "checks.py").read_text(encoding="utf-8")
    ids = set(re.findall(r'id="(helion\.[EWI]\d+)"', code))
    assert ids
    assert set(re.findall(r"``(helion\.[EWI]\d+)``", page("install/index"))) == ids


def test_every_command_of_the_embedded_undercloud_is_described():
    help_text = _help()
    commands = re.findall(r"^    (\w+) ", help_text, re.MULTILINE)
    assert {"up", "down", "status", "reset"} <= set(commands)
    text = page("embedded-undercloud")
    assert [name for name in commands if f"``helion-embedded {name}" not in text] == []
    options = re.findall(r"(--[a-z-]+)", " ".join(_help(name) for name in commands))
    assert [name for name in options if name != "--help" and name not in text] == []


def _help(*words):
    command = [sys.executable, "-m", "helion_embedded", *words, "--help"]
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout


def test_the_logins_are_described():
    text = (ROOT / "helion_embedded" / "logins.py").read_text(encoding="utf-8")
    people = re.findall(r'Person\("(\w+)"', text)
    assert len(people) > 2
    for name in people:
        assert f"``{name}``" in page("embedded-undercloud")
        assert f"``{name}``" in (ROOT / "README.rst").read_text(encoding="utf-8")


def test_every_part_of_clouds_yaml_is_described():
    text = (ROOT / "helion_embedded" / "logins.py").read_text(encoding="utf-8")
    clouds = re.findall(r'^ +"(\w+)": _cloud\(', text, re.MULTILINE)
    line = next(
        line for line in page("embedded-undercloud").splitlines() if "clouds.yaml  " in line
    )
    assert clouds
    assert [name for name in clouds if name not in line] == []


@pytest.mark.parametrize("command", ["tox", "tox -e demo"])
def test_the_readme_has_each_command_in_one_line(command):
    text = (ROOT / "README.rst").read_text(encoding="utf-8")
    begin = "    python3 -m venv .venv && .venv/bin/pip install -q tox tox-uv && .venv/bin/"
    assert text.splitlines().count(begin + command) == 1


def test_links_of_the_readme_lead_somewhere():
    text = (ROOT / "README.rst").read_text(encoding="utf-8")
    for target in re.findall(r"<([^>]+)>`_", text) + re.findall(r"image:: (\S+)", text):
        assert (ROOT / target).is_file(), target


def test_pictures_are_small_and_of_one_width():
    pictures = sorted((SOURCE / "images").glob("*.png"))
    assert pictures
    for picture in pictures:
        head = picture.read_bytes()[:24]
        assert head.startswith(b"\x89PNG"), picture.name
        assert struct.unpack(">I", head[16:20]) == (1280,), picture.name
        assert picture.stat().st_size <= LARGEST_PICTURE, picture.name


def test_every_picture_is_shown():
    text = "".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.rst"))
    names = {path.name for path in (SOURCE / "images").glob("*.png")}
    assert set(re.findall(r"images/([\w-]+\.png)", text)) == names


def test_every_picture_can_be_taken_anew():
    code = (ROOT / "tools" / "pictures.py").read_text(encoding="utf-8")
    scenes = set(re.findall(r'^    "([a-z0-9-]+)": \w', code, re.MULTILINE))
    assert {path.stem for path in (SOURCE / "images").glob("*.png")} <= scenes


def test_release_notes_can_be_read():
    notes = sorted((ROOT / "releasenotes" / "notes").glob("*.yaml"))
    assert notes
    for note in notes:
        assert re.search(r"-[0-9a-f]{16}\.yaml$", note.name), note.name
        assert yaml.safe_load(note.read_text(encoding="utf-8")), note.name


def test_every_package_says_what_is_in_it():
    where = _load("where")
    for top in ("helion_dashboard", "helion_services", "helion_embedded"):
        assert f".. packages-of:: {top}" in page("contributor/where")
        rows = list(where.packages(top))
        assert len(rows) > 5
        assert [folder for folder, text in rows if not text.endswith((".", ":"))] == []


def test_behaviours_are_where_the_table_says():
    text = page("contributor/where").partition("Behaviour by file")[2]
    rows = re.findall(r"   \* - (.+)\n     - ``(.+)``\n     -(?: ``(.+)``)?\n", text)
    assert len(rows) == text.count("   * - ") - 1 > 30
    for behaviour, path, symbol in rows:
        code = (ROOT / path).read_text(encoding="utf-8")
        assert re.search(rf"\b{symbol}\b", code), behaviour


def test_the_glossary_has_the_words_of_the_pages():
    text = page("contributor/glossary")
    for word in (
        "drain",
        "roll back",
        "check",
        "compute proxy",
        "fingerprint",
        "back end",
        "alarm",
    ):
        assert f"   * - {word}\n" in text, word
