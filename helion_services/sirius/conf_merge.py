"""Back ends in a ``cinder.conf`` that others write, too.

Only what belongs to the back ends changes: their sections, and the list ``enabled_backends``. All
else stays as it is, byte by byte: comments, blanks, order, ends of lines. What is a section, an
option or the continuation of a line is as oslo.config has it.
"""

import dataclasses
import io
import re

from helion_services.base.messages import Message

_DEFAULT, _OPTION = "DEFAULT", "enabled_backends"
_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_OURS = re.compile(rf"(?:CPG|cluster)_{_UUID}", re.IGNORECASE)


class Unreadable(Exception):
    """The file cannot be read; the first argument is a message."""


@dataclasses.dataclass
class _Block:
    """A section: the line with its name, None for what is above the first, and what follows."""

    name: str | None
    lines: list


def sections(text):
    """``{name: {option: text}}`` of the sections of back ends that this service wrote.

    Without options, those that are enabled but have no section. Raises :class:`Unreadable`.
    """
    content = {}
    for block in _blocks(text):
        options = {key: value for key, value, _first, _end in _options(block.lines)}
        if block.name and _OURS.fullmatch(block.name):
            content.setdefault(block.name, {}).update(options)
        elif block.name == _DEFAULT:
            for name in filter(_OURS.fullmatch, _names(options.get(_OPTION, ""))):
                content.setdefault(name, {})
    return content


def merge(text, new, removed=()):
    """The text with some sections instead of those of the same names; others are left.

    A new one comes to the end. ``enabled_backends`` has the new names after those that it had.

    :param new: ``{name: text of the section}``
    :param removed: names of sections to take out

    Raises :class:`Unreadable`.
    """
    blocks, missing = [], dict(new)
    for block in _blocks(text):
        if block.name not in new and block.name not in removed:
            blocks.append(block)
            continue
        rest = _of_next(block.lines)
        if block.name in missing:
            blocks.append(_Block(block.name, [*_section(missing.pop(block.name)), *rest]))
        else:
            blocks.append(_Block("", rest[1:] if rest[:1] == ["\n"] else rest))
    for name, content in missing.items():
        _separate(blocks)
        blocks.append(_Block(name, _section(content)))
    _enable(blocks, new, removed)
    return "".join(line for block in blocks for line in block.lines)


def _blocks(text):
    blocks = [_Block(None, [])]
    for number, line in enumerate(io.StringIO(text, newline=""), 1):
        content = line.rstrip()
        if content.startswith("["):
            if not content.endswith("]") or len(content) < 3:
                raise Unreadable(
                    Message(
                        "cinder-file-unreadable",
                        "Line {line} of Cinder’s configuration is not the name of a section:"
                        " correct it first.",
                        line=number,
                    )
                )
            blocks.append(_Block(content[1:-1], []))
        blocks[-1].lines.append(line)
    return blocks


def _options(lines):
    """``(name, value, first, end)`` of the options: their lines are ``lines[first:end]``."""
    rows, continues = [], False
    for number, line in enumerate(lines):
        content = line.rstrip()
        if not content or content[0] in "#;[":
            continues = False
        elif content[0] in " \t":
            if continues:
                name, value, first, _end = rows[-1]
                rows[-1] = name, f"{value}\n{content.strip()}", first, number + 1
        else:
            mark = re.search("[:=]", content)
            continues = mark is not None
            if continues:
                name = content[: mark.start()].strip()
                rows.append((name, _unquoted(content[mark.end() :].strip()), number, number + 1))
    return rows


def _names(value):
    return [name.strip() for name in value.split(",") if name.strip()]


def _unquoted(value):
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value


def _of_next(lines):
    """Lines at the end of a section that belong to the next: its comments, and blank lines."""
    end = len(lines)
    while end > 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip()[0] in "#;"):
        end -= 1
    return lines[end:]


def _section(content):
    return f"{content.strip()}\n".splitlines(keepends=True)


def _separate(blocks):
    """See to an empty line after the last block, if there is anything."""
    lines = next((block.lines for block in reversed(blocks) if block.lines), None)
    if lines is None:
        return
    if not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    if lines[-1].strip():
        lines.append("\n")


def _enable(blocks, new, removed):
    """Let ``enabled_backends`` name the new sections and not the removed."""
    place = None
    for block in blocks:
        if block.name == _DEFAULT:
            for name, value, first, end in _options(block.lines):
                if name == _OPTION:
                    place = block, value, first, end
    if place is None:
        _add_option(blocks, list(new))
        return
    block, value, first, end = place
    before = _names(value)
    names = [name for name in before if name in new or name not in removed]
    names += [name for name in new if name not in names]
    if names == before:
        return
    start = re.match(r"[^:=]*[:=][ \t]*", block.lines[first])[0]
    ending = re.search(r"\r?\n?\Z", block.lines[end - 1])[0]
    value = ",".join(names).replace("\n", "\n    ")  # of a name that goes on in the next line
    block.lines[first:end] = [start + value + ending] if names else []


def _add_option(blocks, names):
    if not names:
        return
    line = f"{_OPTION} = {','.join(names)}\n"
    block = next((block for block in blocks if block.name == _DEFAULT), None)
    if block is None:
        blocks[0].lines[:0] = [f"[{_DEFAULT}]\n", line, "\n"]
        return
    if not block.lines[0].endswith("\n"):
        block.lines[0] += "\n"
    block.lines.insert(1, line)
