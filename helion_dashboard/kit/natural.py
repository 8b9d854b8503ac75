"""The order of names that people expect."""

import functools
import re

_NUMBERS = re.compile(r"([0-9]+)")


def natural(text):
    """A key to sort by: numbers within a name count as numbers, 2 comes before 10."""
    return _key(str(text))


# The same thousands of nodes are sorted at each refresh.
@functools.lru_cache(maxsize=32_768)
def _key(text):
    return tuple(
        (int(part[:18]), "") if part.isdecimal() and part.isascii() else (-1, part)
        for part in _NUMBERS.split(text)
        if part
    )
