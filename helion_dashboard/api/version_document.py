"""What a service says about its API versions to somebody without a token.

Source: https://specs.openstack.org/openstack/api-sig/guidelines/consuming-catalog/version-discovery.html
The documents differ from service to service, and any server may answer: an unknown document
has no version and is never an error.
"""

import dataclasses
import json
import re
from urllib.parse import unquote, urlsplit, urlunsplit

_ID = re.compile(r"v?\d+(?:\.\d+){0,3}", re.ASCII)
_CURRENT = ("current", "stable")


@dataclasses.dataclass(frozen=True)
class Version:
    """A version of an API.

    :ivar name: such as ``v2.1``
    :ivar newest: the newest microversion, such as ``2.104``, or empty
    """

    name: str
    newest: str = ""


def addresses(url, project_id):
    """Where the document of the endpoint ``url`` may be, the most likely first.

    Endpoints that hold the project's id answer nobody without a token, so it is cut off. Raises
    :class:`ValueError` for an invalid URL.
    """
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    kept = []
    for segment in segments:
        text = unquote(segment)
        if text.startswith("AUTH_"):
            # Swift: it describes itself beside its accounts.
            return [_join(parts, [*_without_version(kept), "info"])]
        if project_id and project_id in text:
            break
        kept.append(segment)
    first = url if kept == segments else _join(parts, kept, "/")
    above = _without_version(kept)
    return [first] if above == kept else [first, _join(parts, above, "/")]


def read(body, url):
    """The :class:`Version` that the document ``body`` (bytes) gives for ``url``, or ``None``."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(document, dict):
        return None
    number = _number(_own_version(url))
    entries = [entry for entry in _entries(document) if _is_version(entry)]
    best = max(entries, key=lambda entry: _fit(entry, number), default=None)
    if best is None:
        return None
    newest = next(
        (best[key] for key in ("max_version", "version") if _is_version_id(best.get(key))), ""
    )
    return Version("v" + best["id"].lstrip("v"), newest)


def _entries(document):
    """The entries of every shape of document that is about."""
    if isinstance(document.get("swift"), dict):
        return [{"id": document["swift"].get("version")}]
    versions = document.get("versions")
    if isinstance(versions, dict):
        versions = versions.get("values")
    if isinstance(versions, list):
        return versions
    return [document["version"] if isinstance(document.get("version"), dict) else document]


def _is_version(entry):
    return isinstance(entry, dict) and _is_version_id(entry.get("id"))


def _is_version_id(text):
    return isinstance(text, str) and len(text) < 20 and bool(_ID.fullmatch(text))


def _fit(entry, own):
    """What makes an entry the better one: the endpoint's own version, then the current one."""
    number = _number(entry["id"])
    current = str(entry.get("status")).lower() in _CURRENT
    return (number == own, number[:1] == own[:1], current, number)


def _own_version(url):
    return next((s for s in reversed(urlsplit(url).path.split("/")) if _ID.fullmatch(s)), "")


def _number(text):
    return tuple(int(part) for part in text.lstrip("v").split(".")) if text else ()


def _without_version(segments):
    return segments[:-1] if segments and _ID.fullmatch(segments[-1]) else segments


def _join(parts, segments, end=""):
    path = "/" + "/".join(segments)
    return urlunsplit((parts.scheme, parts.netloc, path.rstrip("/") + end, "", ""))
