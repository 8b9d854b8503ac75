"""The order of names that people expect."""

import re

_NUMBERS = re.compile(r"([0-9]+)")


def natural(text):
    """A key to sort by: numbers within a name count as numbers, 2 comes before 10."""
    return tuple(
        (int(part[:18]), "") if part.isdecimal() and part.isascii() else (-1, part)
        for part in _NUMBERS.split(str(text))
        if part
    )
