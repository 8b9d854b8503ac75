"""Names in vCenter: there a slash, a backslash and a percent sign are escaped.

Everywhere else a name is as people read it, ``Dev/Test`` and not ``Dev%2fTest``. Both forms find
the same object. A compute proxy's name and host name take less than a cluster's name may hold.
"""

import re
import unicodedata

_ESCAPE = re.compile(r"%(2f|5c|25)", re.IGNORECASE)
_SPECIAL = re.compile(r"[%/\\]")
_LONGEST = 80
"""Characters that vCenter takes in the name of a virtual machine."""
_LABEL = 63
"""Characters that a host name takes."""


def plain(name):
    """A name, escaped or not, as people read it."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), name)


def escaped(name):
    """A name that people read as vCenter wants it."""
    return _SPECIAL.sub(lambda match: f"%{ord(match[0]):02x}", name)


def machine(name, moid):
    """The name of a virtual machine from one that may hold anything.

    Letters, digits, ``-``, ``_``, dots and blanks stay. A name that had to be changed or cut ends
    with ``moid``, which sets it apart from others.
    """
    usable = re.sub(r"[^\w. -]", "-", name)
    return usable if usable == name and len(name) <= _LONGEST else _cut(usable, moid, _LONGEST)


def hostname(name, moid):
    """The name of a host from one that may hold anything: ASCII letters, digits and hyphens."""
    label = name.replace("_", "-").lower()
    base = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode()
    usable = re.sub(r"[^a-z0-9]+", "-", base).strip("-")
    return label if usable == label and len(label) <= _LABEL else _cut(usable, moid, _LABEL)


def _cut(name, moid, longest):
    return f"{name[: longest - len(moid) - 1].rstrip(' -.')}-{moid}"
