"""VLANs as people write them: ``33``, ``100,200``, ``1-4094``."""

LEAST, MOST = 0, 4094
_DIGITS = 9  # more are no VLAN, and int() refuses thousands


def ranges(text):
    """Pairs of a first and a last VLAN; an empty text has none.

    Raises ValueError with the part that is not right.
    """
    return [_range(part.strip()) for part in text.split(",")] if text.strip() else []


def _range(part):
    first, dash, last = part.partition("-")
    first, last = first.strip(), last.strip() if dash else first.strip()
    if not (_is_vlan(first) and _is_vlan(last)) or int(first) > int(last):
        raise ValueError(part)
    return int(first), int(last)


def _is_vlan(text):
    is_number = text.isascii() and text.isdigit() and len(text) <= _DIGITS
    return is_number and LEAST <= int(text) <= MOST
