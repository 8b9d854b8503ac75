"""What a person reads of another service's error: no URL, request ID or Python object.

The whole text is always to be had beside it.
"""

import re

_POOL = re.compile(
    r"(?:Unable to establish connection to \S+: )?"
    r"HTTPS?ConnectionPool\(host='([^']+)', port=(\d+)\): .*?(?=$|\n)",
    re.DOTALL,
)
_CONNECTION = re.compile(r"Connection to (\w+) failed\b.*", re.DOTALL)
# A step as Python writes it, with arguments of its own.
_STEP = re.compile(r"\{(?:[^{}]|\{[^{}]*\})*?'step': '([\w.]+)'(?:[^{}]|\{[^{}]*\})*\}")
# Each is dropped, in this order.
_NOISE = (
    re.compile(r"\(?Request-ID: [\w-]+\)?", re.IGNORECASE),
    re.compile(r"\(HTTP \d{3}\)"),
    re.compile(r"Unrecognized schema in response body\.?"),
    re.compile(r"<class '[^']*'>"),
    re.compile(r"<[\w.]+ object at 0x[0-9a-f]+>:? ?"),
    re.compile(r"Traceback \(most recent call last\).*", re.DOTALL),
)
_URL = re.compile(r"https?://([^\s/'\"<>]+)[^\s'\"<>,;)]*")


def sentence(text):
    """A text of another service without what only a program can read; empty if that is all."""
    text = _STEP.sub(r"\1", _POOL.sub(_unreachable, str(text or "")))
    text = _CONNECTION.sub(lambda match: f"{match[1].title()} cannot be reached.", text)
    for pattern in _NOISE:
        text = pattern.sub("", text)
    text = _URL.sub(r"\1", text)
    return re.sub(r"[ \t]+([.,;:)])", r"\1", text).strip(" :;,\n")


def of_node(text, uuid):
    """Ironic's reason why the node with this UUID failed, where the node is named already."""
    text = sentence(text).removeprefix(f"Node {uuid} ")
    text = re.sub(r"^failed (?:\w+ )?step ([\w.]+)", r"Step \1 failed", text)
    text = re.sub(rf"\b(?:on|of|for) (?:the )?node {uuid}\b ?", "", text, flags=re.IGNORECASE)
    text = re.sub(rf"\bnode {uuid}\b", "the node", text)
    text = re.sub(r"[ \t]+([.,;:)])", r"\1", text)
    return text[:1].upper() + text[1:]


def _unreachable(match):
    host, port = match.groups()
    if "imed out" in match[0]:
        return f"{host} port {port} does not answer."
    cause = re.search(r"\[Errno -?\d+\] ([\w ]+)", match[0])
    return f"{host} port {port} cannot be reached{f': {cause[1]}' if cause else ''}."
