"""How large network properties may be: more than clusters need, and quick to check."""

from helion_services.base.messages import Message

SWITCHES = 64
PORT_GROUPS = 512
VMS = 16
NICS = 64
"""NICs of one virtual machine."""
WORDS = 64
"""Names in a text with commas between them, such as the physical NICs of a switch."""

TEXT = 255
"""Characters of a text, unless it is one of those below."""
WORDS_TEXT = 8192
VLANS_TEXT = 8192
SSH_KEY = 16_384

NUMBER = 2**31 - 1

_TOO_MANY, _TOO_LONG = "network-too-many", "network-too-long"


def too_many(count, most):
    """The message for a list with too many entries."""
    return Message(
        _TOO_MANY, "At most {most} entries are supported, not {count}.", count=count, most=most
    )


def too_long(most):
    """The message for a text with too many characters."""
    return Message(_TOO_LONG, "At most {most} characters are supported.", most=most)


def too_large():
    """The message for a number that vCenter cannot store."""
    return Message("network-number-too-large", "At most {most} is supported.", most=NUMBER)


def is_exceeded(fault):
    """Whether a fault is that something is too large: the rules would miss what was left out."""
    return fault.message.code in (_TOO_MANY, _TOO_LONG)
