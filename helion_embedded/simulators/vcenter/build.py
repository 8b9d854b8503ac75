"""Compiles the simulator from its Go files and Debian's packages, once for each content of them."""

import hashlib
import os
import pathlib
import shutil
import subprocess
import tempfile

from helion_embedded import cache

PACKAGES = ("golang-go", "golang-github-vmware-govmomi-dev")
"""What Debian calls the compiler and the library."""

SOURCE = pathlib.Path(__file__).parent / "source"
_LIBRARIES = pathlib.Path("/usr/share/gocode")  # where Debian puts all of them
_LIBRARY = _LIBRARIES / "src" / "github.com" / "vmware" / "govmomi" / "simulator"
_KIND, _NAME = "vcenter", "vcenter"


class BuildError(Exception):
    """The compiler failed; the text is its output."""


def missing():
    """One line that names what to install, or None if nothing is missing."""
    if _kept() or (shutil.which("go") and _LIBRARY.is_dir()):
        return None
    return f"The vCenter simulator needs the Debian packages: {' '.join(PACKAGES)}"


def is_built():
    """Whether :func:`program` has nothing to compile."""
    return _kept() is not None


def program(otherwise=None):
    """The path of the program; compiles it if necessary.

    Takes up to a minute then, nearly all of it for the library. Where there can be no cache it is
    put into the folder ``otherwise`` each time. Raises :class:`BuildError`.
    """
    kept = _kept()
    if kept:
        return kept
    line = missing()
    if line:
        raise BuildError(line)
    cache.store(_KIND, _key(), _compile)
    kept = _kept()
    if kept:
        return kept
    if otherwise is None:
        raise BuildError("The vCenter simulator was compiled, but there is no cache to keep it in")
    _compile(otherwise)
    return otherwise / _NAME


def _compile(folder):
    # No flag that changes how packages are compiled: Debian's standard library would not do then.
    command = ["go", "build", "-ldflags=-s -w", "-o", str(folder / _NAME)]
    files = [path.name for path in _files()]
    # The compiler's own cache is big, and of no use to a program that does not change.
    with tempfile.TemporaryDirectory() as intermediate:
        environment = os.environ | {
            "GO111MODULE": "off",
            "GOPATH": str(_LIBRARIES),
            "GOFLAGS": "",
            "GOCACHE": intermediate,
        }
        done = subprocess.run(
            [*command, *files],
            cwd=SOURCE,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise BuildError(f"The vCenter simulator could not be compiled:\n{done.stderr.strip()}")


def _kept():
    entry = cache.find(_KIND, _key())
    path = entry / _NAME if entry else None
    return path if path and path.is_file() else None


def _key():
    digest = hashlib.sha256()
    for path in _files():
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return f"{_NAME}-{digest.hexdigest()[:16]}"


def _files():
    return sorted(SOURCE.glob("*.go"))
