"""The kinds of operations of the eon service: which steps, in which order."""

SERVICE = "eon"


def kinds():
    """All of them."""
    return ()
