"""Where the files of the service are, below ``[sherpa] content_dir``.

::

    content/ID      verified content
    parts/ID        what was downloaded so far
    parts/ID.cancelled
                    the id of the operation whose download was cancelled
    metadata/ID/ROOT/
                    the metadata of a source under a trusted root, as python-tuf's client keeps it
    imports/ID      files that were uploaded, until they are imported
    imports/ID.metadata/
                    the metadata in such a file, while it is verified
"""

import errno
import os
import pathlib
import shutil

NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
"""Errors of a disk that is full."""


class Layout:
    """The paths below ``content_dir``; folders are made when they are first needed."""

    def __init__(self, conf):
        self.root = pathlib.Path(conf.sherpa.content_dir)

    def content(self, content_id):
        """The file of verified content."""
        return self._file("content", content_id)

    def part(self, content_id):
        """The file of what was downloaded so far."""
        return self._file("parts", content_id)

    def cancel(self, content_id, operation_id):
        """Note that an operation's download was cancelled: nothing is to be kept of it."""
        self._cancelled(content_id).write_text(operation_id)

    def is_cancelled(self, content_id, operation_id):
        """Whether that is so."""
        try:
            return self._cancelled(content_id).read_text() == operation_id
        except FileNotFoundError:
            return False

    def metadata(self, source_id, fingerprint):
        """The folder of a source's metadata under the root with that fingerprint."""
        return self._folder("metadata") / source_id / fingerprint.replace(":", "").lower()[:32]

    def upload(self, ident):
        """The file of an upload."""
        return self._file("imports", ident)

    def upload_metadata(self, ident):
        """The folder for the metadata in an upload."""
        return self._file("imports", f"{ident}.metadata")

    def forget(self, source_id):
        """Delete the metadata of a source."""
        shutil.rmtree(self._folder("metadata") / source_id, ignore_errors=True)

    def free(self):
        """Bytes that are free for content."""
        return shutil.disk_usage(self._folder("content")).free

    def _cancelled(self, content_id):
        return self._file("parts", f"{content_id}.cancelled")

    def _file(self, kind, ident):
        return self._folder(kind) / ident

    def _folder(self, kind):
        folder = self.root / kind
        if not folder.is_dir():
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.mkdir(mode=0o700, exist_ok=True)
        return folder


def sync(path):
    """Have the name of a file, and so the file, survive a loss of power."""
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
