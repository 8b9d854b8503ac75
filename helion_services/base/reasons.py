"""The sentences in what other services say, without what only a program can read.

Services wrap a reason in many ways: JSON in a JSON string, HTML, a name of an exception, the
representation of a Python object, URLs, request IDs.
"""

import ast
import json
import re

_KEYS = ("faultstring", "error_message", "error", "errors", "message", "detail", "explanation")
_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_POOL = re.compile(
    r"(?:Unable to establish connection to \S+: )?"
    r"HTTPS?ConnectionPool\(host='([^']+)', port=(\d+)\): .*?(?=$|\n)",
    re.DOTALL,
)
_NO_CONNECTION = re.compile(r"Unable to establish connection to (?:https?://)?([^\s/:]+\S*?):? ?$")
_STEP = re.compile(rf"^Node {_UUID} failed (?:\w+ )?step ([\w.]+)", re.IGNORECASE)
# Each is dropped, in this order.
_NOISE = (
    re.compile(r"\(?Request-ID: [\w-]+\)?", re.IGNORECASE),
    re.compile(r"\(HTTP \d{3}\)"),
    re.compile(r"Unrecognized schema in response body\.?"),
    re.compile(r"Multiple error responses, showing first only: "),
    re.compile(r"<class '[^']*'>"),
    re.compile(r"<[\w.]+ object at 0x[0-9a-f]+>:? ?"),
    re.compile(r"Traceback \(most recent call last\).*", re.DOTALL),
)
# What WebOb puts before the reason.
_GENERIC = (
    "The server could not comply with the request",
    "The resource could not be found",
    "There was a conflict when trying to complete your request",
    "Access was denied to this resource",
    "This server could not verify that you are authorized",
    "The server has either erred or is incapable",
    "The server is currently unavailable",
)


def of_body(text):
    """The reason in the body of an answer, as a sentence; empty if it has none."""
    text = (text or "").strip()
    if text[:1] in ("{", "["):
        try:
            return sentence(_deepest(json.loads(text)))
        except ValueError:
            return ""
    if text.startswith("<"):
        _head, _h1, rest = text.rpartition("</h1>")
        text = re.sub(r"<[^>]*>", " ", rest)
    return sentence(text)


def sentence(text):
    """A text of another service as a sentence: without URLs, IDs of requests and Python objects."""
    text = _without_generic(str(text or "").strip())
    text = _POOL.sub(_unreachable, text)
    text = re.sub(r"Connection to (\w+) failed\b.*", _named_unreachable, text, flags=re.DOTALL)
    text = _without_objects(text)
    for pattern in _NOISE:
        text = pattern.sub("", text)
    text = re.sub(r"https?://([^\s/'\"<>]+)[^\s'\"<>,;)]*", r"\1", text)
    text = re.sub(r"\s+([.,;:)])", r"\1", " ".join(text.split())).strip(" :;,")
    return f"{text.rstrip('.')}." if text.strip(".") else ""


def of_node(text):
    """Ironic's reason why a node failed, for a sentence that names the node already."""
    text = sentence(text)
    text = _STEP.sub(r"Step \1 failed", text)
    text = re.sub(rf"\b(?:on|of|for) (?:the )?node {_UUID}\b ?", "", text, flags=re.IGNORECASE)
    text = re.sub(rf"\bnode {_UUID}\b", "the node", text)
    text = re.sub(rf"\bNode {_UUID}\b", "The node", text)
    return re.sub(r"\s+([.,;:)])", r"\1", text)


def _deepest(value):
    """The text in a decoded body."""
    if isinstance(value, list):
        return _deepest(value[0]) if value else ""
    if isinstance(value, str):
        if value.strip()[:1] == "{":
            try:
                return _deepest(json.loads(value))
            except ValueError:
                return value
        return value
    if not isinstance(value, dict):
        return ""
    for key in _KEYS:
        text = _deepest(value[key]) if value.get(key) else ""
        if text:
            return text
    # Nova and Neutron have one key, which names the error.
    return _deepest(next(iter(value.values()))) if len(value) == 1 else ""


def _without_generic(text):
    paragraphs = [each.strip() for each in re.split(r"\n\s*\n", text) if each.strip()]
    if len(paragraphs) > 1 and paragraphs[0].startswith(_GENERIC):
        paragraphs = paragraphs[1:]
    return "\n".join(paragraphs)


def _unreachable(match):
    host, port = match.groups()
    if "imed out" in match[0]:
        return f"{host} port {port} does not answer."
    cause = re.search(r"\[Errno -?\d+\] ([\w ]+)", match[0])
    return f"{host} port {port} cannot be reached{f': {cause[1]}' if cause else ''}."


def _named_unreachable(match):
    return f"{match[1].title()} cannot be reached."


def _without_objects(text):
    """Replace each dict of Python or JSON in a text by its message, or the name of its step."""
    start = 0
    while (begin := re.search(r"\{\s*[\"']", text[start:])) is not None:
        at = start + begin.start()
        end = _closing(text, at)
        short = _in_short(text[at:end])
        text = text[:at] + short + text[end:]
        start = at + len(short)
    return text


def _closing(text, at):
    depth = 0
    for position in range(at, len(text)):
        depth += {"{": 1, "}": -1}.get(text[position], 0)
        if not depth:
            return position + 1
    return len(text)


def _in_short(text):
    for decode in (json.loads, ast.literal_eval):
        try:
            value = decode(text)
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            continue
        if isinstance(value, dict):
            return str(value.get("step") or _deepest(value))
    return ""
