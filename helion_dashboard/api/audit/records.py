"""Events of the audit trail, and their outcomes."""

import dataclasses
import datetime

from django.utils.translation import gettext_lazy as _

from helion_dashboard.api.records import record
from helion_dashboard.api.states import Kind, State, table
from helion_dashboard.api.wire import moment

OUTCOME = table(
    State("succeeded", _("Succeeded"), Kind.READY, ended=True),
    State("refused", _("Refused"), Kind.HELD, "fa fa-ban", ended=True),
    State("failed", _("Failed"), Kind.FAILED, ended=True),
)
_REFUSED = (401, 403)
_LEFT_OUT = "audit:left-out"


@dataclasses.dataclass(frozen=True)
class Event:
    """A request that changed something, or was to change it.

    :ivar user_name: may be empty, as may the rest about who it was
    :ivar address: that the request came from: Horizon's own, for what was done in Horizon
    :ivar action: a rule of the service's policy, such as ``plan:create``
    :ivar resource: the path of the request
    :ivar outcome: the HTTP status
    :ivar detail: what the service adds, JSON by name
    """

    id: str
    at: datetime.datetime
    action: str
    resource: str
    outcome: int
    user_id: str = ""
    user_name: str = ""
    project_id: str = ""
    address: str = ""
    request_id: str = ""
    detail: dict = dataclasses.field(default_factory=dict)

    @property
    def left_out(self):
        """How many requests of the user, that were refused or failed, the event stands for."""
        return self.detail.get("count") or 0 if self.action == _LEFT_OUT else 0

    @property
    def state(self):
        """The :class:`~.states.State` of the outcome."""
        if self.outcome < 400:
            return OUTCOME["succeeded"]
        return OUTCOME["refused" if self.outcome in _REFUSED else "failed"]


def event(body):
    """The :class:`Event` from its JSON."""
    return record(Event, body, at=moment(body["at"]))
