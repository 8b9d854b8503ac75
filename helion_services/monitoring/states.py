"""States of hosts and services, in words; Icinga has numbers."""

SERVICE = ("ok", "warning", "critical", "unknown")
HOST = ("up", "down")
PENDING = "pending"
ALL = (*SERVICE, *HOST, PENDING)

#: The most urgent first.
_ORDER = ("down", "critical", "unknown", "warning", PENDING, "ok", "up")
SEVERITY = {state: place for place, state in enumerate(reversed(_ORDER))}


def of(attrs, names):
    """The state of Icinga's ``attrs``; ``names`` are :data:`HOST` or :data:`SERVICE`.

    A service without any result has the number of “unknown”.
    """
    if attrs["last_check"] <= 0:
        return PENDING
    number = int(attrs["state"])
    return names[min(number, len(names) - 1)]
