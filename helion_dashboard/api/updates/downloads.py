"""Downloads that have not succeeded: in progress, paused and failed."""

import dataclasses
import datetime

from helion_dashboard.api import messages
from helion_dashboard.api.records import record
from helion_dashboard.api.states import lookup
from helion_dashboard.api.updates import states
from helion_dashboard.api.updates.records import Named
from helion_dashboard.api.wire import moment


@dataclasses.dataclass(frozen=True)
class Download(Named):
    """A file on its way; its id is that of the content that it becomes. Sizes are in bytes.

    :ivar done: what is here of ``size``
    :ivar speed: bytes per second, ``None`` while nothing comes
    :ivar seconds: left, at this speed
    :ivar reason: why it waits or failed, a sentence
    """

    id: str
    name: str
    version: str = ""
    kind: str = ""
    size: int = 0
    done: int = 0
    state: object = None
    speed: int | None = None
    seconds: int | None = None
    reason: str = ""
    source: str = ""
    entry_id: str = ""
    operation_id: str = ""
    started_by: str = ""
    created_at: datetime.datetime | None = None

    @property
    def moving(self):
        """Whether it changes without anybody doing anything."""
        return self.state.moving

    @property
    def percent(self):
        """How much of it is here, 0 to 100."""
        return 100 * self.done // self.size if self.size else 0


def download(body):
    """The :class:`Download` from its JSON."""
    return record(
        Download,
        body,
        state=lookup(states.DOWNLOAD, body.get("state")),
        reason=messages.twin(body, "reason"),
        created_at=moment(body.get("created_at")),
    )
