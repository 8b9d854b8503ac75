"""Why a member of a cluster gives no answer that can be used."""

import ssl

from helion_services.base.messages import Message


class Unanswered(Exception):
    """A member cannot be read.

    :ivar message: the :class:`Message` with the reason
    """

    def __init__(self, message):
        super().__init__(message.detail)
        self.message = message


def of(exc, address):
    """The message for what was raised at the wire."""
    cause, passed = exc, set()
    while cause is not None and id(cause) not in passed:
        passed.add(id(cause))
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Message(
                "cluster-certificate-refused",
                "The certificate of {address} is not trusted: {reason}.",
                address=address,
                reason=cause.verify_message,
            )
        cause = cause.__cause__ or cause.__context__
    return no_answer(address)


def no_answer(address):
    """The message for a member that does not answer in time."""
    return Message("cluster-no-answer", "{address} does not answer.", address=address)


def login_refused(address):
    """The message for a user name or password that is not accepted."""
    return Message(
        "cluster-login-refused",
        "{address} refused the user name or the password.",
        address=address,
    )


def unreadable(address):
    """The message for an answer of another kind than expected."""
    return Message(
        "cluster-unreadable", "The answer of {address} cannot be understood.", address=address
    )
