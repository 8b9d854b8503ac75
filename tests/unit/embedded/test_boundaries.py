"""Who may import whom: the embedded undercloud starts the others and imports neither."""

import ast
import pathlib

import helion_embedded

PACKAGE = pathlib.Path(helion_embedded.__file__).parent


def imports(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_nothing_imports_the_plugin_or_the_services():
    for path in PACKAGE.rglob("*.py"):
        for name in imports(path):
            assert name.partition(".")[0] not in ("helion_dashboard", "helion_services"), path


def test_files_stay_small():
    for path in PACKAGE.rglob("*.py"):
        assert len(path.read_text().splitlines()) <= 250, path
