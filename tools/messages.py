"""Collects the sentences of the product for translators.

``python tools/messages.py`` brings ``helion_dashboard/locale/*/LC_MESSAGES/django.po`` up to date
with the code and the templates; ``python tools/messages.py de`` begins a new language. Needs
Horizon (for its template extractor) and Babel in the virtualenv, as ``.[test]`` brings them.
"""

import pathlib
import sys

from babel.messages import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

ROOT = pathlib.Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "helion_dashboard"
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "_t": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# What would change with every run, says who ran it, or says nothing.
_NOISE = (
    "Project-Id-Version",
    "Report-Msgid-Bugs-To",
    "POT-Creation-Date",
    "PO-Revision-Date",
    "Last-Translator",
    "Language-Team",
    "Generated-By",
)


def extract():
    """A :class:`babel.messages.Catalog` of every sentence, without places or dates."""
    with (ROOT / "babel-django.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    catalog = Catalog(project="helion-dashboard", header_comment="", charset="utf-8")
    messages = extract_from_dir(str(PACKAGE), methods, options, KEYWORDS, strip_comment_tags=True)
    for _file, _line, message, comments, context in messages:
        catalog.add(message, auto_comments=comments, context=context)
    return catalog


def path_of(language):
    """The path of a language's file."""
    return PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"


def update(language, template):
    """Write one language's file; translations are kept."""
    path = path_of(language)
    catalog = Catalog(locale=language, project="helion-dashboard")
    if path.exists():
        with path.open("rb") as file:
            catalog = read_po(file, locale=language)
    catalog.update(template)
    catalog.fuzzy = False
    catalog.header_comment = f"# Sentences of helion-dashboard ({language}).\n#"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=100, no_location=True, sort_output=True, ignore_obsolete=True)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    noise = tuple(f'"{name}' for name in _NOISE)
    kept = [line for line in lines if not line.startswith(noise)]
    path.write_text("".join(kept), encoding="utf-8")


def main(languages):
    """Update these languages, by default all existing ones."""
    template = extract()
    existing = sorted(path.name for path in (PACKAGE / "locale").iterdir() if path.is_dir())
    for language in languages or existing:
        update(language, template)
    print(f"{len(template)} sentences")


if __name__ == "__main__":
    main(sys.argv[1:])
