"""States of hosts and services, and kinds of hosts, as data."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from helion_dashboard.api.states import Kind, State, table

OBJECT = table(
    State("down", _("Down"), Kind.FAILED),
    State("critical", _("Critical"), Kind.FAILED),
    State("unknown", _("Unknown"), Kind.HELD, "fa fa-circle-question"),
    State("warning", _("Warning"), Kind.HELD, "fa fa-triangle-exclamation"),
    State("pending", _("Not checked yet"), Kind.NEW),
    State("ok", _("OK"), Kind.READY),
    State("up", _("Up"), Kind.READY),
)

HOST = {name: OBJECT[name] for name in ("down", "up", "pending")}
SERVICE = {name: OBJECT[name] for name in ("critical", "warning", "unknown", "ok", "pending")}
PROBLEM = {name: OBJECT[name] for name in ("down", "critical", "warning", "unknown")}


def in_words(numbers):
    """``{state: number}`` of problems in words, the worst first: ``1 down · 2 critical``."""
    return " · ".join(
        gettext("%(n)d %(what)s") % {"n": numbers[name], "what": str(state.label).lower()}
        for name, state in PROBLEM.items()
        if numbers.get(name)
    )


KINDS = {
    "bmc": _("Management processor"),
    "server": _("Server"),
    "cloud": _("Service catalog"),
    "vcenter": _("vCenter"),
    "array": _("Array"),
    "controllers": _("Controllers"),
}

RECEIVER = table(
    State("ready", _("Ready"), Kind.READY, ended=True),
    State("failed", _("Failed"), Kind.FAILED),
    State("disabled", _("Disabled"), Kind.HELD),
)
WEBHOOK, MAIL = "webhook", "mail"
RECEIVER_KINDS = {WEBHOOK: _("Webhook"), MAIL: _("Mail")}

#: What messages tell of.
EVENTS = {
    "operation": _("An operation failed"),
    "alarm": _("A host is down or a service critical"),
    "backup": _("A backup failed"),
    "update": _("An update is available"),
}

#: How the connection to a mail server is protected.
SECURITY = {
    "starttls": _("STARTTLS"),
    "tls": _("TLS"),
    "none": _("None"),
}
