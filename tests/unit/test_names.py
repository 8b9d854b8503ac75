"""Names are nouns of the field. ``names_allowed.json`` counts, by folder, what is to be renamed.

Counts only shrink: after renaming, write the file anew by ``python -m tests.unit.test_names``.
"""

import ast
import collections
import json
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
ALLOWED = pathlib.Path(__file__).with_name("names_allowed.json")
BUNDLE = ROOT / "helion_dashboard/static/helion_dashboard/js/topology.mjs"  # made, not written
FOLDERS = "helion_dashboard", "helion_embedded", "helion_services", "tests", "tools"
WORD = r"_*(asked|chosen|found|given|here|known|made|one|said|seen|some|there|told|wanted)_*\b"
SCRIPT = re.compile(
    rf"\b(?:const|let|function|class)\s+(?:[{{\[][^=;']*?\b)?{WORD}(?!:)"
    rf"|[(,]\s*{WORD}(?=\s*(?:=[^()]*)?(?:,[^()]*)?\)\s*(?:=>|\{{))|\b{WORD}\s*=>"
)


def bound(node):
    stored = isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    named = isinstance(node, ast.FunctionDef | ast.ClassDef | ast.ExceptHandler | ast.MatchAs)
    name = node.id if stored else node.arg if isinstance(node, ast.arg) else named and node.name
    return bool(name and re.fullmatch(WORD, name))


def count():
    counts = collections.Counter()
    for path in (path for folder in FOLDERS for path in (ROOT / folder).rglob("*.*")):
        folder = "/".join(path.relative_to(ROOT).parts[:-1][:5])
        if path.suffix == ".py":
            counts[folder] += sum(map(bound, ast.walk(ast.parse(path.read_bytes()))))
        elif path.suffix == ".mjs" and path != BUNDLE:
            counts[folder] += len(SCRIPT.findall(path.read_text(encoding="utf-8")))
    return {folder: number for folder, number in sorted(counts.items()) if number}


def test_names_are_nouns_of_the_field():
    assert count() == json.loads(ALLOWED.read_text(encoding="utf-8"))


if __name__ == "__main__":
    ALLOWED.write_text(json.dumps(count(), indent=0) + "\n", encoding="utf-8")
