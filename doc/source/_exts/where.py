"""The directive ``packages-of``: packages below one, each with the first line of its docstring."""

import ast
import pathlib
import re

from docutils import nodes
from docutils.parsers.rst import Directive
from docutils.statemachine import StringList

ROOT = pathlib.Path(__file__).resolve().parents[3]


def packages(top):
    """Folder and first line of the docstring of each package, the line ``""`` without one."""
    for path in sorted((ROOT / top).rglob("__init__.py")):
        docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        yield str(path.parent.relative_to(ROOT)), docstring.partition("\n")[0]


class PackagesOf(Directive):
    """A table of packages; the argument is the folder of the top one."""

    required_arguments = 1

    def run(self):
        lines = [".. list-table::", "   :header-rows: 1", "", "   * - Package", "     - Contents"]
        for folder, text in packages(self.arguments[0]):
            text = re.sub(r":\w+:`~?\.*([^`]+)`", r"``\1``", text)
            lines += [f"   * - ``{folder}``", f"     - {text}"]
        parent = nodes.Element()
        self.state.nested_parse(StringList(lines, source=__file__), 0, parent)
        return parent.children


def setup(app):
    """Called by Sphinx."""
    app.add_directive("packages-of", PackagesOf)
    return {"parallel_read_safe": True}
