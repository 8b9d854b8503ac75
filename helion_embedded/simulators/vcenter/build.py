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
    """The compiler refused; the text is what it said."""


def missing():
    """One line that says what to install, or None where everything is there."""
    if _kept() or (shutil.which("go") and _LIBRARY.is_dir()):
        return None
    return f"The vCenter simulator needs the Debian packages: {' '.join(PACKAGES)}"


def is_built():
    """Whether :func:`program` has nothing to compile."""
    return _kept() is not None


def program():
    """The path of the program, compiled now if that was never done.

    Takes up to a minute then, most of it for the library. Raises :class:`BuildError`.
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
    # Without a cache it has to lie somewhere.
    folder = pathlib.Path(tempfile.mkdtemp(prefix="helion-vcenter-"))
    _compile(folder)
    return folder / _NAME


def _compile(folder):
    keep = cache.directory("go-build")
    environment = os.environ | {
        "GO111MODULE": "off",
        "GOPATH": str(_LIBRARIES),
        "GOFLAGS": "",
        "GOCACHE": str(keep or folder / "cache"),
        "CGO_ENABLED": "0",
    }
    command = ["go", "build", "-trimpath", "-ldflags=-s -w", "-o", str(folder / _NAME)]
    files = [path.name for path in _files()]
    done = subprocess.run(
        [*command, *files], cwd=SOURCE, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BuildError(f"The vCenter simulator could not be compiled:\n{done.stderr.strip()}")


def _kept():
    entry = cache.find(_KIND, _key())
    path = entry / _NAME if entry else None
    return path if path and path.is_file() else None


def _key():
    """Changes with our files and with the library, which is of one version a file date."""
    seen = hashlib.sha256()
    for path in _files():
        seen.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return f"{_NAME}-{seen.hexdigest()[:16]}"


def _files():
    return sorted(SOURCE.glob("*.go"))
