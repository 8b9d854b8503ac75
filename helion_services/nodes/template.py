"""A Heat template on disk, with the files it refers to.

heatclient's ``template_utils`` does nearly the same and is not used: it rewrites references to
``file://`` URLs, which would put the paths of this machine into the stack, fetches ``https:`` URLs
from here, and reads any file as a template that happens to parse as one. Here files keep the names
by which the template refers to them, and faults name the file with the reference.
"""

import dataclasses
import functools
import pathlib
from urllib.parse import urlsplit

import yaml

from helion_services.base.messages import Message
from helion_services.base.problems import Problem

_NESTED = (".yaml", ".template")


class TemplateError(Problem):
    """A template, or a file it refers to, cannot be used.

    :ivar reason: a :class:`~helion_services.base.messages.Message` for whoever can change the file
    """

    def __init__(self, reason):
        message = Message(
            "overcloud-template-invalid",
            "The overcloud's template cannot be used: {reason}",
            reason=reason,
        )
        super().__init__(500, message)
        self.reason = reason


@dataclasses.dataclass(frozen=True)
class Template:
    """A template as Heat takes it.

    :ivar text: of the template itself
    :ivar files: texts by the name under which the template, or one of these, refers to them
    :ivar parameters: the template's own section, a dict
    :ivar resources: the template's own section, a dict
    """

    text: str
    files: dict[str, str]
    parameters: dict
    resources: dict


def read(path):
    """The :class:`Template` at ``path``; raises :class:`TemplateError`.

    A file is sent under the name by which the template refers to it, relative to that template.
    URLs (``https:``) are left to Heat.
    """
    path = pathlib.Path(path)
    text = _text(path)
    body = _parse(path, text)
    targets = {}
    _collect(path, body, targets)
    return Template(
        text,
        {name: _text(target) for name, target in targets.items()},
        _section(path, body, "parameters"),
        _section(path, body, "resources"),
    )


def _collect(path, body, targets):
    """Add to ``targets`` the file of each reference in ``body``, and of those in turn."""
    for name, is_template in _references(body):
        if urlsplit(name).scheme:
            continue
        target = (path.parent / name).resolve()
        if name in targets:
            if targets[name] != target:
                raise _error(
                    "template-name-taken",
                    "{path}: “{name}” already stands for {file}; rename one of the two.",
                    path=path,
                    name=name,
                    file=targets[name],
                )
            continue
        targets[name] = target
        text = _text(target, path)
        if is_template:
            _collect(target, _parse(target, text), targets)


def _references(node):
    """Yield ``(name, whether it is a template)`` for every file that ``node`` refers to."""
    if isinstance(node, dict):
        for key, value in node.items():
            if not isinstance(value, str):
                yield from _references(value)
            elif key == "get_file":
                yield value, value.endswith(_NESTED)
            elif key == "type" and value.endswith(_NESTED):
                yield value, True
    elif isinstance(node, list):
        for item in node:
            yield from _references(item)


def _text(path, referrer=None):
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TemplateError(_unreadable(path, error, referrer)) from error


def _unreadable(path, error, referrer):
    """Why a file cannot be read; ``referrer`` is the template that names it, or None."""
    if referrer is None:
        return unreadable(path, error)
    if isinstance(error, UnicodeDecodeError):
        text = "{path}, which {referrer} refers to, is not UTF-8 text."
        return Message("referred-file-not-text", text, path=str(path), referrer=str(referrer))
    return Message(
        "referred-file-unreadable",
        "{path}, which {referrer} refers to, cannot be read: {reason}.",
        path=str(path),
        referrer=str(referrer),
        reason=error.strerror,
    )


@functools.lru_cache(maxsize=32)
def parsed(text):
    """What a YAML text holds, to be read only; raises ``yaml.YAMLError``.

    It is remembered by the text: each request reads the files, and to parse them anew took longer
    than all else that it does.
    """
    return yaml.safe_load(text)


def unreadable(path, error):
    """The :class:`~helion_services.base.messages.Message` for a file that cannot be read.

    ``error`` is an ``OSError`` or a ``UnicodeDecodeError``.
    """
    if isinstance(error, UnicodeDecodeError):
        return Message("template-file-not-text", "{path} is not UTF-8 text.", path=str(path))
    text = "{path} cannot be read: {reason}."
    return Message("template-file-unreadable", text, path=str(path), reason=error.strerror)


def not_yaml(path, error):
    """The :class:`~helion_services.base.messages.Message` for a file that is not YAML."""
    reason = " ".join(str(error).split())
    return Message(
        "template-file-not-yaml", "{path} is not YAML: {reason}.", path=str(path), reason=reason
    )


def _parse(path, text):
    try:
        body = parsed(text)
    except yaml.YAMLError as error:
        raise TemplateError(not_yaml(path, error)) from error
    if not isinstance(body, dict):
        raise _error("template-not-map", "{path} is not a template: it is not a map.", path=path)
    return body


def _section(path, body, name):
    section = body.get(name) or {}
    if not isinstance(section, dict):
        raise _error(
            "template-section-not-map", "{path}: “{name}” is not a map.", path=path, name=name
        )
    return section


def _error(code, text, **params):
    return TemplateError(Message(code, text, **{key: str(value) for key, value in params.items()}))
