"""The keys of the secrets: one Fernet key per file, named by a number; the highest one encrypts."""

import contextlib
import os
import pathlib
import stat
import threading

from cryptography import fernet

_FINGERPRINTS = "fingerprints"


class KeysError(Exception):
    """The keys cannot be used, or do not fit; the text gives the reason in one line."""


class KeyRepository:
    """A directory that only its owner may read. It is read again each time."""

    def __init__(self, path):
        self.path = pathlib.Path(path)

    def is_empty(self):
        """Whether there is no key yet; the directory may be missing, too."""
        return not self.path.exists() or not self._numbers()

    def add(self):
        """Create a key that encrypts from now on; returns its number."""
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            number = max(self._numbers(), default=0) + 1
            self._write(number, fernet.Fernet.generate_key())
        except FileExistsError:  # another process was faster; its key will do
            return number
        except OSError as exc:
            raise KeysError(f"{exc.filename or self.path}: {exc.strerror}") from exc
        return number

    def box(self):
        """A ``MultiFernet`` of all keys, the newest first. Raises :class:`KeysError`."""
        try:
            keys = [self._read(number) for number in sorted(self._numbers(), reverse=True)]
        except OSError as exc:
            raise KeysError(f"{exc.filename}: {exc.strerror}") from exc
        keys = [key for key in keys if key]
        if not keys:
            raise KeysError(f"{self.path} has no keys: run helion-manage db upgrade.")
        return fernet.MultiFernet(keys)

    def fingerprint_key(self):
        """The key that fingerprints of requests are made with, bytes; rotation leaves it alone.

        Raises :class:`KeysError`.
        """
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            with contextlib.suppress(FileExistsError):  # another process was faster
                if not self._file(_FINGERPRINTS).exists():
                    self._write(_FINGERPRINTS, fernet.Fernet.generate_key())
            _refuse_open(self._file(_FINGERPRINTS))
            return self._file(_FINGERPRINTS).read_bytes()
        except OSError as exc:
            raise KeysError(f"{exc.filename or self.path}: {exc.strerror}") from exc

    def drop_before(self, number):
        """Delete the keys that are older than ``number``."""
        for old in self._numbers():
            if old < number:
                self._file(old).unlink(missing_ok=True)

    def _numbers(self):
        _refuse_open(self.path)
        return [int(path.name) for path in self.path.iterdir() if path.name.isdecimal()]

    def _file(self, number):
        return self.path / str(number)

    def _read(self, number):
        """The key, or None if it was deleted meanwhile."""
        path = self._file(number)
        try:
            _refuse_open(path)
            return fernet.Fernet(path.read_bytes().strip())
        except FileNotFoundError:
            return None
        except ValueError:
            raise KeysError(f"{path} is not a Fernet key.") from None

    def _write(self, number, key):
        """Write a key atomically; never overwrites another one. ``number`` names its file."""
        temporary = self.path / f".{number}.{os.getpid()}.{threading.get_ident()}"
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(key)
                file.flush()
                os.fsync(descriptor)
            os.link(temporary, self._file(number))
        finally:
            with contextlib.suppress(FileNotFoundError):
                temporary.unlink()


def _refuse_open(path):
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        raise KeysError(f"{path} is readable by others (mode {mode:o}). Restrict it to its owner.")
