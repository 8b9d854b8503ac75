"""Lists of names in sentences."""

MANY = 20


def listing(names, shown=3):
    """``a, b and c``; of more than ``shown`` the last ones are counted: ``a, b and 4 more``."""
    names = list(names)
    if len(names) > shown:
        rest = len(names) - shown + 1
        names = [*names[: shown - 1], f"{rest} more"]
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
