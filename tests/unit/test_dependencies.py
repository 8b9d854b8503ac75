"""What a package imports it declares, and what it declares it imports."""

import ast
import configparser
import importlib.metadata
import pathlib
import re
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
DISTRIBUTIONS = importlib.metadata.packages_distributions()
# Not imported by us: {% compress %} is in Horizon's settings.
# HPE's client needs eventlet and paramiko without declaring them.
UNUSED = {"django-compressor", "eventlet", "paramiko"}
# Only where an operator sends notifications to a broker; says what is missing if it is.
OPTIONAL = {"oslo-messaging"}


def key(name):
    return re.sub(r"[._]", "-", name).lower()


def declared(package):
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg")
    if package == "helion_dashboard":
        text = config["options"]["install_requires"]
    else:
        extras = config["options.extras_require"]
        text = "".join(extras[name] for name in ("services", "barbican", "ringos"))
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return {key(re.split(r"[<>=\[ ;]", line)[0]) for line in lines}


def imported(package):
    """Distributions that have a module which the package imports; one set for each module."""
    modules = set()
    for path in (ROOT / package).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Import):
                modules |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                modules.add(node.module.partition(".")[0])
    others = modules - sys.stdlib_module_names - {package}
    return {module: {key(name) for name in DISTRIBUTIONS.get(module, [])} for module in others}


# The embedded undercloud has what the released services bring; its extra lists only these.
@pytest.mark.parametrize("package", ["helion_dashboard", "helion_services"])
def test_dependencies_are_declared_and_used(package):
    modules = imported(package)
    allowed = declared(package) | OPTIONAL
    assert {module for module, owners in modules.items() if not owners & allowed} == set()
    assert declared(package) - set().union(*modules.values()) <= UNUSED
