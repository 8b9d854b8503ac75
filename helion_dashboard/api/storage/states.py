"""States of arrays and of CPGs, as data."""

from django.utils.translation import gettext_lazy as _

from helion_dashboard.api.states import Kind, State, table

ARRAY = table(
    State("connected", _("Connected"), Kind.READY, ended=True),
    State("unreachable", _("Unreachable"), Kind.FAILED, "fa fa-plug-circle-xmark"),
    State("login-refused", _("Authentication failed"), Kind.FAILED, "fa fa-ban"),
    State("certificate-refused", _("Certificate refused"), Kind.FAILED, "fa fa-ban"),
)

CLUSTER = ARRAY | table(
    State("missing", _("Not in the management group"), Kind.FAILED, "fa fa-circle-question"),
)

CPG = table(
    State("available", _("Not registered"), Kind.NEW, ended=True),
    State("registered", _("Registered"), Kind.READY, ended=True),
    State("reserved", _("Reserved"), Kind.ACTIVE, ended=True),
    State("missing", _("Not on the array"), Kind.FAILED, ended=True),
)
