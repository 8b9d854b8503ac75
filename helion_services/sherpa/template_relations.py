"""What a published Heat template belongs to: its versions, what it needs, what it includes."""

import re

import sqlalchemy as sa
import yaml

from helion_services.sherpa.models import Content, Publication, Template

_TEMPLATE_FILE = re.compile(r".+\.(yaml|yml|template)$")
_NAME = re.compile(r"[^\s<>=!~]+")
_COLUMNS = ("id", "name", "version", "description", "sha256", "created_at", "body")


def detail(session, row):
    """A template with its text and relations, as JSON."""
    publication = session.get(Publication, row.id)
    return {name: getattr(row, name) for name in _COLUMNS} | {
        "versions": _versions(session, row.name),
        "needs": list(publication.content.needs) if publication else [],
        "needed_by": _needed_by(session, row.name),
        "includes": includes(row.body),
    }


def includes(body):
    """Names of the files and templates that the text of a template refers to, in order."""
    names = []

    def visit(item):
        if isinstance(item, list):
            for each in item:
                visit(each)
        if not isinstance(item, dict):
            return
        for key, value in item.items():
            is_file = key == "get_file" or (key == "type" and _TEMPLATE_FILE.match(str(value)))
            if isinstance(value, str) and is_file:
                names.append(value)
            else:
                visit(value)

    try:
        visit(yaml.safe_load(body))
    except (yaml.YAMLError, RecursionError):  # stored by a release that read less strictly
        return []
    return list(dict.fromkeys(names))


def _versions(session, name):
    rows = session.execute(
        sa.select(Template.id, Template.version, Template.created_at, Publication.state)
        .join(Publication, Publication.id == Template.id)
        .where(Template.name == name)
        .order_by(Template.created_at.desc(), Template.version.desc())
    )
    return [dict(row._mapping) for row in rows]


def _needed_by(session, name):
    """Local content with a need such as ``name`` or ``name >= 1.1``."""
    rows = session.scalars(sa.select(Content).order_by(Content.name, Content.version))
    return [
        {"content_id": row.id, "name": row.name, "version": row.version}
        for row in rows
        if any(_needs(need, name) for need in row.needs)
    ]


def _needs(need, name):
    match = _NAME.match(str(need).strip())
    return str(need).strip() == name or bool(match and match.group() == name)
