"""Errors of the clouds' services as messages: by the service's name, with the service's reason.

The adapters of :class:`~helion_services.base.clouds.Clouds` mark each error with the service.
"""

import re

from keystoneauth1 import exceptions as keystoneauth

from helion_services.base import messages, reasons
from helion_services.base.messages import Message

NAMES = {
    "baremetal": "Ironic",
    "block-storage": "Cinder",
    "compute": "Nova",
    "identity": "Keystone",
    "image": "Glance",
    "network": "Neutron",
    "object-store": "Swift",
    "orchestration": "Heat",
    "placement": "Placement",
    "volumev3": "Cinder",
}
"""What people call the services, by type."""

_CLIENT = re.compile(r"<class '(neutron|glance|cinder|ironic)client\.")


class NotJson(keystoneauth.ClientException):
    """A service answered, with success, something else than JSON."""


def mark(error, cloud, service_type):
    """Write into an error which service it is of, unless it is marked."""
    if not hasattr(error, "helion_service"):
        error.helion_service = (cloud, service_type)


def cause(error):
    """What an exception says, as a :class:`Message` or a sentence; never empty."""
    if isinstance(error, keystoneauth.ClientException):
        return message(error)
    return messages.of(error)


def message(error, service=None):
    """The :class:`Message` about one of keystoneauth's errors.

    ``service`` is the type of the service, for an error that is not marked.
    """
    name = _service(error, service)
    if isinstance(error, keystoneauth.HttpError):
        return _http(error, name)
    if isinstance(error, NotJson):
        return Message(
            "service-not-json",
            "{service} answered with something else than JSON. A proxy may have answered for it.",
            service=name,
        )
    if isinstance(error, keystoneauth.ConnectTimeout):
        return Message("service-silent", "{service} does not answer.", service=name)
    if isinstance(error, keystoneauth.SSLError):
        return Message(
            "service-certificate",
            "{service} has a certificate that cannot be verified.",
            service=name,
        )
    if isinstance(error, keystoneauth.CatalogException):
        return Message(
            "service-not-in-catalog", "{service} is not in the service catalog.", service=name
        )
    if isinstance(error, keystoneauth.ConnectionError | keystoneauth.DiscoveryFailure):
        return Message("service-unreachable", "{service} cannot be reached.", service=name)
    return Message(
        "service-failed",
        "{service} failed: {reason}",
        service=name,
        reason=reasons.sentence(error) or f"{type(error).__name__}.",
    )


def reason(error):
    """The reason of one of keystoneauth's errors, as a sentence that names no service."""
    if isinstance(error, keystoneauth.HttpError):
        text = _reason(error)
        if text:
            return text
    return message(error).detail


def _http(error, name):
    culprit = _CLIENT.search(str(error)) if error.http_status >= 500 else None
    if culprit:  # Nova names the class of what failed below it
        name = culprit[1].title()
    text = _reason(error)
    if error.http_status >= 500:
        if not text:
            return Message(
                "service-broken",
                "{service} failed with an internal error (HTTP {status}). See its log.",
                service=name,
                status=error.http_status,
            )
        return Message("service-failed", "{service} failed: {reason}", service=name, reason=text)
    return Message(
        "service-refused",
        "{service} refused the request: {reason}",
        service=name,
        reason=text or f"HTTP {error.http_status}.",
    )


def _reason(error):
    """The reason in an answer; empty if it says no more than its status."""
    if error.response is not None:
        text = reasons.of_body(error.response.text)
    else:
        text = reasons.sentence(error.details or error.message)
    if error.http_status >= 500 and ("API Error" in text or _is_status(text)):
        return ""
    return text


def _is_status(text):
    """Whether a text is only the name of a status, such as that of a proxy's page."""
    return text.rstrip(".").lower() in ("", "internal server error", "service unavailable")


def _service(error, service):
    cloud, service_type = getattr(error, "helion_service", (None, service))
    if service_type is None:
        return Message("service-some", "A service")
    name = NAMES.get(service_type, service_type)
    if cloud == "overcloud":
        return Message("service-of-overcloud", "The overcloud's {service}", service=name)
    return name
