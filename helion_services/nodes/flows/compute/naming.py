"""Lists of names in sentences."""

_SHOWN = 3


def listing(names):
    """``a, b and c``, or ``a and 4 more``."""
    names = list(names)
    if len(names) > _SHOWN:
        return f"{names[0]} and {len(names) - 1} more"
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
