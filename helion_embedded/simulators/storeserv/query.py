"""WSAPI's ``?query=``: the two forms that HPE's client sends.

``"FIELD EQ VALUE"``, and ``"PATHS[FIELD==VALUE OR ...] OR ..."`` for the paths of a host.
"""

import re

from helion_embedded.simulators.storeserv.errors import WsapiError

_EQUAL = re.compile(r"(\w+) EQ (\S+)")
_PATHS = re.compile(r"(\w+)\[([^\]]*)\]")
_PATH = re.compile(r"(\w+)==(\S+)")


def select(rows, text):
    """Those of ``rows`` that a query is for, all without one; raises :class:`WsapiError`."""
    if not text:
        return rows
    text = text.strip('"')
    if match := _EQUAL.fullmatch(text):
        field, value = match.groups()
        return [row for row in rows if str(row.get(field)) == value]
    conditions = [
        (paths, field, value.upper())
        for paths, inner in _PATHS.findall(text)
        for field, value in _PATH.findall(inner)
    ]
    if not conditions:
        raise WsapiError("INV_INPUT", text)
    return [row for row in rows if any(_has_path(row, *each) for each in conditions)]


def _has_path(row, paths, field, value):
    return any(path.get(field, "").upper() == value for path in row.get(paths, ()))
