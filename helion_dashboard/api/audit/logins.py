"""Who logged in at Keystone, or was refused: its CADF events, as they are in its log."""

import dataclasses
import datetime
import json

from helion_dashboard.api.audit.records import OUTCOME
from helion_dashboard.api.logs import client as logs
from helion_dashboard.api.logs import records as log_records

_WORD = "identity.authenticate"
_OUTCOMES = {"succeeded": "success", "refused": "failure"}


@dataclasses.dataclass(frozen=True)
class Login:
    """An attempt to log in.

    :ivar id: of its line in the log
    :ivar user: name, or the id where Keystone has no name; empty if nobody is known
    :ivar address: that the request came from: Horizon's own, for who logged in there
    :ivar agent: the program that logged in
    """

    id: str
    at: datetime.datetime
    state: object
    user: str = ""
    address: str = ""
    agent: str = ""
    request_id: str = ""

    @property
    def program(self):
        """The name of the program, without its libraries."""
        return self.agent.partition(" ")[0]


def logins(request, limit, marker=None, *, text="", outcome="", since=None):
    """``(logins, lines)``: the :class:`Login` list of a page of :class:`~.logs.records.Lines`.

    :param text: words that the event has, such as a name
    :param outcome: ``succeeded`` or ``refused``; empty for both
    """
    words = " ".join(filter(None, (_WORD, _OUTCOMES.get(outcome, ""), text)))
    query = log_records.Query(text=words, service="keystone", since=since)
    lines = logs.lines(request, query, limit, marker)
    return tuple(filter(None, map(_login, lines.lines))), lines


def _login(line):
    """The :class:`Login` of a line; ``None`` for a line about something else."""
    try:
        event = json.loads(line.text[line.text.index("{") :])["payload"]
        initiator = event["initiator"]
        host = initiator.get("host") or {}
        success = event["outcome"] == "success"
        return Login(
            line.id,
            line.at,
            OUTCOME["succeeded" if success else "refused"],
            str(initiator.get("username") or initiator.get("user_id") or ""),
            str(host.get("address") or ""),
            str(host.get("agent") or ""),
            str(initiator.get("request_id") or ""),
        )
    except (AttributeError, LookupError, TypeError, ValueError):
        return None
