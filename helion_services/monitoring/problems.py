"""The problems of the monitoring service."""

from helion_services.base.messages import Message
from helion_services.base.problems import Conflict, Invalid, NotFound, Problem, field

CHECKED_BY_SERVER = Message(
    "check-reported", "The server reports the result itself. It cannot be checked from here."
)
ACKNOWLEDGED = Message("already-acknowledged", "The problem is acknowledged already.")
NOT_ACKNOWLEDGED = Message("not-acknowledged", "The problem is not acknowledged.")
NO_PROBLEM = Message("no-problem", "There is no problem to acknowledge.")
NO_DOWNTIME = Message("no-downtime", "There is no downtime to remove.")
OPERATION_DOWNTIME = Message(
    "operation-downtime", "An operation keeps it in downtime. The downtime ends with the operation."
)


def gone(name):
    """Icinga does not have it."""
    return Message("object-not-found", "Icinga has no {name}.", name=name)


def no_object(name):
    """The same for a whole request."""
    return NotFound(gone(name))


def refused(reason):
    """Icinga refused something."""
    return Message("icinga-refused", "Icinga refused the request: {reason}", reason=reason)


def token_refused():
    """Results without a valid token of their host."""
    return Problem(
        401,
        Message(
            "result-token-refused",
            "Send the token of the host in the header X-Monitoring-Token.",
        ),
    )


def not_a_server():
    """Only servers report results."""
    return Conflict(
        Message("host-reports-nothing", "Only deployed servers report results themselves.")
    )


def too_many_services(most):
    """A host reports more services than it may."""
    return Conflict(
        Message("too-many-services", "A host reports at most {most} services.", most=most)
    )


def nothing_selected():
    """Neither names nor a filter, or both."""
    return Invalid(
        {"ids": [Message("ids-or-filter", "Send either ids or a filter.")]},
    )


def too_many(count, most):
    """A filter matches more than one request may change."""
    return Conflict(
        Message(
            "too-many-matches",
            "The filter matches {count} objects. One request changes at most {most}.",
            count=count,
            most=most,
        )
    )


def no_receiver(ident):
    """There is no such receiver of messages."""
    return NotFound(Message("receiver-not-found", "There is no receiver {id}.", id=ident))


def receiver_taken(name):
    """A receiver has the name."""
    return field("name", "receiver-name-taken", "There is a receiver {name}.", name=name)


def missing(name):
    """A field that this kind of receiver needs is empty."""
    return field(name, "field-required", "This field is required.")


def url_invalid():
    """The address of a webhook is none."""
    return field("url", "webhook-url-invalid", "Enter an address with http:// or https://.")


def host_invalid():
    """The mail server is neither a name nor an address."""
    return field("host", "mail-host-invalid", "Enter the name or the IP address of the server.")


def address_invalid(name, address):
    """A mail address is none."""
    return field(name, "mail-address-invalid", "{address} is not a mail address.", address=address)


def token_invalid():
    """A token that no header can carry."""
    return field("token", "token-invalid", "Enter a token of printable ASCII characters.")


def plain_text(name):
    """A secret would travel unencrypted."""
    return field(name, "secret-plain-text", "It is only sent over TLS.")


def certificate_invalid():
    """The certificates are none."""
    return field("ca_pem", "certificate-invalid", "Enter a certificate in PEM format.")
