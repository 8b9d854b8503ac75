"""Published Heat templates."""

import dataclasses
import datetime

from helion_dashboard.api.records import record
from helion_dashboard.api.states import lookup
from helion_dashboard.api.updates import states
from helion_dashboard.api.updates.records import moments


@dataclasses.dataclass(frozen=True)
class TemplateVersion:
    """A version of a template; its id is also that of its publication."""

    id: str
    version: str
    state: object = None
    created_at: datetime.datetime | None = None


@dataclasses.dataclass(frozen=True)
class Template:
    """A published Heat template.

    :ivar body: its text
    :ivar versions: :class:`TemplateVersion` each, the newest first
    :ivar needs: what must be there before, as its publisher writes it
    :ivar needed_by: ``{"content_id", "name", "version"}`` of local content that needs it
    :ivar includes: names of the files and templates that its text refers to
    """

    id: str
    name: str
    version: str = ""
    description: str = ""
    sha256: str = ""
    body: str = ""
    versions: tuple = ()
    needs: tuple = ()
    needed_by: tuple = ()
    includes: tuple = ()


def template(body):
    """The :class:`Template` from its JSON."""
    versions = tuple(
        record(
            TemplateVersion,
            each,
            state=lookup(states.PUBLICATION, each.get("state")),
            **moments(each, "created_at"),
        )
        for each in body.get("versions") or ()
    )
    lists = {name: tuple(body.get(name) or ()) for name in ("needs", "needed_by", "includes")}
    return record(Template, body, versions=versions, **lists)
