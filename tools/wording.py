"""Finds wording that a native technical writer would not use; part of the lint run.

``python tools/wording.py`` reads the documents, release notes and templates, the docstrings, and
the sentences for users in the code. It prints each place with what to write instead.
"""

import ast
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
PACKAGES = ("helion_dashboard", "helion_embedded", "helion_services", "tools")
TEXTS = ("README.rst", "doc/source", "releasenotes/notes", "helion_dashboard/templates")
# Calls whose arguments people read.
CALLS = re.compile(r"^(_|_t|_n|n?p?gettext(_lazy)?|np?gettext(_lazy)?|Message|Rule)$")
PHRASES = {
    r"by (?:itself|himself|themselves)": "automatically",
    r"at once": "immediately, or: at the same time",
    r"any ?more(?! than)": "no longer",
    r"(?:has|have|is|are|knows?) \w+ no more": "no longer",
    r"in vain": "say what timed out",
    r"be rid of": "remove",
    r"(?:is|was|be|been|what \w+ is|are) said": "reports, sets, shows",
    r"(?<!here )(?<!there )(?:is|are|was) no (?!longer|more|less|later|earlier)": "is not a",
    r"knows? no(?:ne)?": "does not know",
    r"(?<!, )of which": "of these, whose",
    r"so that no\b": "so that ... cannot",
    r"the whole of (?:it|them)": "all of it",
    r"(?:[.,:;]|if|what|that|while|here) one (?:adds|can|compares|has|may|sees|types|would)": "you",
    r"it has begun": "started",
    r"refuses us": "authentication failed",
    r"stands? (?:here|there) ": "is",
    r"takes? back what": "rolls back",
    r"nobody knows|nothing is known": "unknown",
}
PATTERN = re.compile(
    "|".join(f"(?P<hint{place}>\\b(?:{phrase}))" for place, phrase in enumerate(PHRASES)),
    re.IGNORECASE,
)


def sentences(path):
    """Lines and texts of a file that people read."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        yield 1, text
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield getattr(node, "lineno", 1), ast.get_docstring(node) or ""
        elif isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            for item in node.args if CALLS.match(name) else ():
                if isinstance(item, ast.Constant) and isinstance(item.value, str):
                    yield item.lineno, item.value


def main():
    """Print what is to be reworded; the exit status is 1 if there is anything."""
    paths = [ROOT / name for name in (*PACKAGES, *TEXTS)]
    files = [file for path in paths for file in ([path] if path.is_file() else path.rglob("*.*"))]
    count = 0
    for file in sorted(file for file in files if file.suffix in {".py", ".rst", ".yaml", ".html"}):
        for line, text in sentences(file):
            for match in PATTERN.finditer(text):
                number = line + text[: match.start()].count("\n")
                hint = list(PHRASES.values())[int(match.lastgroup[4:])]
                print(f"{file.relative_to(ROOT)}:{number}: {match[0]!r}: {hint}")
                count += 1
    return count > 0


if __name__ == "__main__":
    sys.exit(main())
