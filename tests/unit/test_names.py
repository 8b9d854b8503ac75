"""Names are nouns of the field."""

import ast
import pathlib
import re

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUNDLE = ROOT / "helion_dashboard/static/helion_dashboard/js/topology.mjs"  # made, not written
FOLDERS = "helion_dashboard", "helion_embedded", "helion_services", "tests", "tools"
WORD = r"_*(asked|chosen|found|given|here|known|made|one|said|seen|some|there|told|wanted)_*\b"
SCRIPT = re.compile(
    rf"\b(?:const|let|function|class)\s+(?:[{{\[][^=;']*?\b)?{WORD}(?!:)"
    rf"|[(,]\s*{WORD}(?=\s*(?:=[^()]*)?(?:,[^()]*)?\)\s*(?:=>|\{{))|\b{WORD}\s*=>"
)


def bound(node):
    """The name that a node of Python's syntax binds, or None."""
    context = getattr(node, "ctx", None)
    if isinstance(node, ast.Attribute) and isinstance(context, ast.Store):
        return node.attr
    stored = isinstance(node, ast.Name) and isinstance(context, ast.Store)
    named = isinstance(node, ast.FunctionDef | ast.ClassDef | ast.ExceptHandler | ast.MatchAs)
    return node.id if stored else node.arg if isinstance(node, ast.arg) else named and node.name


def in_python(path):
    for node in ast.walk(ast.parse(path.read_bytes())):
        name = bound(node)
        if name and re.fullmatch(WORD, name):
            yield f"{path.relative_to(ROOT)}:{node.lineno} {name}"


def in_script(path):
    text = path.read_text(encoding="utf-8")
    for match in SCRIPT.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        yield f"{path.relative_to(ROOT)}:{line} {match[0]}"


@pytest.mark.parametrize("folder", FOLDERS)
def test_names_are_nouns_of_the_field(folder):
    paths = [path for path in (ROOT / folder).rglob("*.*") if path != BUNDLE]
    assert [name for path in paths if path.suffix == ".py" for name in in_python(path)] == []
    assert [name for path in paths if path.suffix == ".mjs" for name in in_script(path)] == []
