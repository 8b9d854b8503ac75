"""The template store: Heat templates by name and version."""

import hashlib

import sqlalchemy as sa
import yaml

from helion_services.base.messages import Message
from helion_services.base.times import now
from helion_services.sherpa import problems
from helion_services.sherpa.models import Template

LARGEST = 1 << 20
"""Bytes of a template; Heat's own limit is half of that."""


class TemplateRefused(Exception):
    """A file is not a Heat template; the first argument is a message."""


def read(path):
    """``(text, description)`` of the Heat template in a file."""
    if path.stat().st_size > LARGEST:
        raise _refused()
    try:
        text = path.read_bytes().decode()
        content = yaml.safe_load(text)
    except (UnicodeDecodeError, yaml.YAMLError, RecursionError) as exc:
        raise _refused() from exc
    if not isinstance(content, dict) or "heat_template_version" not in content:
        raise _refused()
    return text, str(content.get("description") or "")


def store(session, ident, name, version, text, description):
    """Store a template under ``ident``, unless it is there.

    Raises :class:`TemplateRefused` if another text has this name and version.
    """
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    query = sa.select(Template).where(Template.name == name, Template.version == version)
    row = session.scalar(query)
    if row is not None and (row.id, row.sha256) != (ident, sha256):
        raise TemplateRefused(
            Message(
                "template-exists",
                "Another template has the name {name} and the version {version}.",
                name=name,
                version=version,
            )
        )
    if row is None:
        session.add(
            Template(
                id=ident,
                name=name,
                version=version,
                description=description,
                sha256=sha256,
                body=text,
                created_at=now(),
            )
        )


def get(session, ident):
    """A template; raises :class:`~helion_services.base.problems.NotFound`."""
    row = session.get(Template, ident)
    if row is None:
        raise problems.no_template(ident)
    return row


def delete(db, ident):
    """Delete a template, if it is there."""
    with db.session() as session:
        session.execute(sa.delete(Template).where(Template.id == ident))


def _refused():
    return TemplateRefused(
        Message(
            "template-invalid",
            "The file is not a Heat template: UTF-8 text in YAML with heat_template_version, of at"
            " most 1 MiB.",
        )
    )
