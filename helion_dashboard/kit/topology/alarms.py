"""Problems of servers of metal that nobody takes care of, as the monitoring service has them."""

import collections
import functools

from django.utils.translation import gettext as _

from helion_dashboard import policy
from helion_dashboard.api.monitoring import client as monitoring
from helion_dashboard.api.monitoring import states
from helion_dashboard.kit.questions import Question
from helion_dashboard.kit.topology.live import Layer

LAYER = "monitoring"


def offered(request):
    """Whether there is somebody to ask, and the user may."""
    return monitoring.WIRE.offered(request.user) and policy.allowed(request, "monitoring:see")


def question(wrap):
    """The question for the alarms of all nodes: ``{UUID: {state: number}}``.

    :param wrap: ``wrap(name, ask, service)`` -> an ``ask`` that remembers
    """
    ask = functools.partial(monitoring.unhandled, by="node", far=False)
    return Question(LAYER, "alarms", wrap("alarms", ask, monitoring.SERVICE))


def layer():
    """The :class:`~.live.Layer` of those who are asked."""
    return Layer(LAYER, _("Monitoring (alarms)"))


def lay(data, picture):
    """Put the alarms, in words, to the rows and servers of a picture's data."""
    numbers = picture.live.alarms
    if not numbers:
        return
    members = {row.role.id: row.members or () for row in picture.rows}
    for row in data["rows"]:
        total = collections.Counter()
        for member in members[row["id"]]:
            total.update(numbers.get(member.id, {}))
        if total:
            row["alarms"] = states.in_words(total)
        for node in row["nodes"]:
            if node["id"] in numbers:
                node["alarms"] = states.in_words(numbers[node["id"]])
