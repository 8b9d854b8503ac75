"""How a vCenter's certificate comes to be trusted.

What is shown is not trusted by that: a person compares it and chooses it by its fingerprint, and it
is fetched again and must have this fingerprint still.
"""

import dataclasses
import re

from django.utils.translation import gettext as _

from helion_dashboard.api.esx import client as esx

KEEP = "keep"
SYSTEM = "system"
PASTED = "pasted"

_FINGERPRINT = re.compile(r"([0-9A-Fa-f]{2}:){15,63}[0-9A-Fa-f]{2}")


class Changed(Exception):
    """The address presents another certificate than the one that was chosen."""


@dataclasses.dataclass(frozen=True)
class Choice:
    """A certificate of the chain that may be chosen.

    :ivar link: the :class:`~.esx.vcenters.Link`
    :ivar label: what choosing it means
    :ivar warning: what does not work with it, or empty
    """

    link: object
    label: str
    warning: str = ""

    @property
    def value(self):
        return self.link.fingerprint


def is_fingerprint(text):
    """Whether a choice is a certificate that was shown."""
    return bool(_FINGERPRINT.fullmatch(text))


def choices(certificate):
    """A :class:`Choice` for each certificate of a chain that can be pinned."""
    options = []
    if certificate.chain:
        own = certificate.chain[0]
        # nova-compute verifies by Python's ssl, which before 3.13 wants the whole chain.
        warning = (
            ""
            if own.self_signed
            else _(
                "Compute proxies need Python 3.13 or newer to verify it. Trust its authority"
                " instead."
            )
        )
        options.append(Choice(own, _("Trust exactly this certificate"), warning))
    if certificate.authority:
        options.append(Choice(certificate.authority, _("Trust the authority that signed it")))
    return options


def fields(request, form):
    """What the service is sent for the choice of a valid ``form``; may raise :class:`Changed`."""
    data = form.cleaned_data
    trust = data["trust"]
    if trust == KEEP:
        return {}
    if trust == SYSTEM:
        return {"ca_pem": None}
    if trust == PASTED:
        return {"ca_pem": data["ca_pem"]}
    return _pinned(esx.certificate(request, data["ip_address"], data["port"]), trust)


def _pinned(certificate, fingerprint):
    digest = fingerprint.upper()
    if certificate.fingerprint.upper() == digest:
        return {"fingerprint": certificate.fingerprint}
    for link in certificate.chain:
        if link.fingerprint.upper() == digest:
            return {"ca_pem": link.pem}
    raise Changed
