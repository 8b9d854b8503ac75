"""Sentences of the monitoring service."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from helion_dashboard.api import messages

MESSAGES = {
    "already-acknowledged": _("The problem is acknowledged already."),
    "check-reported": _("The server reports the result itself. It cannot be checked from here."),
    "host-reports-nothing": _("Only deployed servers report results themselves."),
    "icinga-ca-unusable": _("The file {file} cannot be read."),
    "icinga-certificate-refused": _(
        "The certificate of Icinga at {address} is not trusted. Set icinga_ca to the file of its"
        " authority."
    ),
    "icinga-login-refused": _("Icinga refused the user name or the password."),
    "icinga-nonsense": _("Icinga's answer cannot be understood."),
    "icinga-not-configured": _("The configuration names no Icinga."),
    "icinga-refused": _("Icinga refused the request: {reason}"),
    "icinga-timed-out": _("Icinga at {address} did not answer within {seconds} s."),
    "icinga-unreachable": _("Icinga at {address} cannot be reached."),
    "ids-or-filter": _("Send either ids or a filter."),
    "mail-address-invalid": _("{address} is not a mail address."),
    "mail-host-invalid": _("Enter the name or the IP address of the server."),
    "mail-refused": _("{address} refuses the mail: {reason}"),
    "no-downtime": _("There is no downtime to remove."),
    "no-problem": _("There is no problem to acknowledge."),
    "not-acknowledged": _("The problem is not acknowledged."),
    "object-not-found": _("Icinga has no {name}."),
    "operation-downtime": _(
        "An operation keeps it in downtime. The downtime ends with the operation."
    ),
    "receiver-name-taken": _("There is a receiver {name}."),
    "receiver-not-found": _("There is no receiver {id}."),
    "result-token-refused": _("Send the token of the host in the header X-Monitoring-Token."),
    "secret-plain-text": _("It is only sent over TLS."),
    "token-invalid": _("Enter a token of printable ASCII characters."),
    "too-many-matches": ngettext_lazy(
        "The filter matches {count} object. One request changes at most {most}.",
        "The filter matches {count} objects. One request changes at most {most}.",
        "count",
    ),
    "too-many-services": _("A host reports at most {most} services."),
    "webhook-refused": _("{address} answers HTTP {status}."),
    "webhook-url-invalid": _("Enter an address with http:// or https://."),
}

messages.register(MESSAGES)
