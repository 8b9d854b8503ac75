"""A ``.csu`` file: a tar with an offline TUF repository, ``metadata/`` and ``targets/``.

Only plain files with plain names are accepted: no links, devices, sparse files, extended headers
or compression, so that nothing is written outside of where it belongs and nothing grows. The
headers are read here, one by one, because tarfile reads extended headers of any size into memory.
"""

import contextlib
import io
import pathlib
import tarfile

from helion_services.base.messages import Message

_BLOCK = 512
_MOST_MEMBERS = 20_000
_CHUNK = 1 << 20
_FILES = (tarfile.REGTYPE, tarfile.AREGTYPE)


class ArchiveRefused(Exception):
    """A file is not a ``.csu`` file; the first argument is a message."""


class Answer:
    """What a wire gives for a path: a status, and the bytes.

    :ivar headers: of an answer over HTTP
    """

    def __init__(self, status, file=None, start=0, size=0):
        self.status, self.file, self.left = status, file, size - start
        self.headers = {"Content-Range": f"bytes {start}-{size - 1}/{size}"} if start else {}


class Archive:
    """A file with the interface of a :class:`~.wire.Wire`; a context.

    :ivar address: what it is called
    :ivar members: ``{name: (offset, size)}``
    """

    def __init__(self, path, name):
        self.address = name
        self._file = pathlib.Path(path).open("rb")  # noqa: SIM115 - closed in __exit__
        try:
            self.members = _index(self._file)
        except BaseException:
            self._file.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self._file.close()

    @contextlib.contextmanager
    def opened(self, path, start=0):
        """The answer for ``path``: 404 for what is not there."""
        if path not in self.members:
            yield Answer(404)
            return
        offset, size = self.members[path]
        self._file.seek(offset + start)
        yield Answer(206 if start else 200, self._file, start, size)

    def chunks(self, answer, deadline=None):
        """The bytes of an answer, piece by piece."""
        while answer.left > 0:
            chunk = answer.file.read(min(_CHUNK, answer.left))
            if not chunk:
                raise _truncated()
            answer.left -= len(chunk)
            yield chunk


def _index(file):
    """``{name: (offset, size)}`` of the files in a tar."""
    end = file.seek(0, io.SEEK_END)
    file.seek(0)
    members, count = {}, 0
    while True:
        offset = file.tell()
        block = file.read(_BLOCK)
        if len(block) < _BLOCK:
            raise _truncated()
        if not block.strip(b"\0"):
            return members
        info = _header(block)
        count += 1
        if count > _MOST_MEMBERS:
            raise ArchiveRefused(
                Message(
                    "csu-too-many-files",
                    "The file has more than {most} entries.",
                    most=_MOST_MEMBERS,
                )
            )
        if info.type == tarfile.DIRTYPE:
            continue
        _check(info, members)
        members[info.name] = (offset + _BLOCK, info.size)
        following = offset + _BLOCK + -(-info.size // _BLOCK) * _BLOCK
        if following > end:
            raise _truncated()
        file.seek(following)


def _header(block):
    try:
        return tarfile.TarInfo.frombuf(block, "utf-8", "strict")
    except (tarfile.HeaderError, ValueError) as exc:
        raise ArchiveRefused(
            Message("csu-invalid", "The file is not a CSU file, or is damaged.")
        ) from exc


def _check(info, members):
    parts = info.name.split("/")
    safe = all(part not in ("", ".", "..") for part in parts) and "\\" not in info.name
    if info.type not in _FILES or info.size < 0:
        raise ArchiveRefused(
            Message(
                "csu-not-plain",
                "The file has an entry that is not a plain file: {name}. Links, sparse files and"
                " extended headers are refused.",
                name=info.name[:255],
            )
        )
    if not safe or parts[0] not in ("metadata", "targets") or info.name in members:
        raise ArchiveRefused(
            Message(
                "csu-path-refused",
                "The file has an entry with a path that is refused: {name}.",
                name=info.name[:255],
            )
        )


def _truncated():
    return ArchiveRefused(Message("csu-truncated", "The file ends too early: it is not whole."))
