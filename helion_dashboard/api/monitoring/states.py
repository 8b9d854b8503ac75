"""States of hosts and services, and kinds of hosts, as data."""

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

KINDS = {
    "bmc": _("Management processor"),
    "server": _("Server"),
    "cloud": _("Service catalog"),
    "vcenter": _("vCenter"),
    "array": _("Array"),
}
