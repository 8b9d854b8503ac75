"""What addresses present: certificates, as our services fetch them."""

import dataclasses
import datetime

from helion_dashboard.api.records import record
from helion_dashboard.api.wire import moment


@dataclasses.dataclass(frozen=True)
class Link:
    """A certificate of a chain."""

    subject: str
    issuer: str = ""
    not_before: datetime.datetime | None = None
    not_after: datetime.datetime | None = None
    fingerprint: str = ""
    serial: str = ""
    self_signed: bool = False
    pem: str = ""


@dataclasses.dataclass(frozen=True)
class Certificate:
    """What an address presents, the server's own certificate first in ``chain``.

    :ivar trusted: whether this system's authorities signed it, for this address
    :ivar reason: why not
    :ivar names: for which addresses it is
    """

    fingerprint: str
    trusted: bool = False
    reason: str = ""
    names: tuple = ()
    chain: tuple = ()

    @property
    def authority(self):
        """The :class:`Link` that signed the others; ``None`` if the chain has only one."""
        return self.chain[-1] if len(self.chain) > 1 else None


def certificate(body):
    """The :class:`Certificate` from its JSON."""
    return record(
        Certificate,
        body,
        names=tuple(body.get("names") or ()),
        chain=tuple(
            record(
                Link,
                link,
                not_before=moment(link.get("not_before")),
                not_after=moment(link.get("not_after")),
            )
            for link in body.get("chain") or ()
        ),
    )
