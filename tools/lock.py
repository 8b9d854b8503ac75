"""Pins versions anew: ``python tools/lock.py [demo|product]``; it needs uv and a package index.

``constraints.txt`` is one coordinated set for the embedded undercloud, the tests and the tools.
``requirements-product.txt`` has what the plugin and the services need, with hashes: the same
versions, but for packages that only the released services of the embedded undercloud hold back.
"""

import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
DEMO, PRODUCT = ROOT / "constraints.txt", ROOT / "requirements-product.txt"
HELD_BACK = {"cryptography", "pyopenssl"}
"""By Keystone's SAML."""
EXTRAS = ("services", "mysql", "postgresql", "barbican")
HEADS = {
    DEMO: (
        "# One coordinated, known-good set for the embedded undercloud, the tests and the tools.\n"
        "# Made by: python tools/lock.py demo (see doc/source/contributor)\n"
    ),
    PRODUCT: (
        "# What the plugin and the services need, for pip install --require-hashes.\n"
        "# Made by: python tools/lock.py product (see doc/source/contributor)\n"
    ),
}
_COMPILE = ("uv", "pip", "compile", "setup.cfg", "--no-annotate", "--no-header", "--quiet")
_OLDEST = ("--python-version", "3.11")


def main(arguments):
    work = {"demo": demo, "product": product}
    for name in arguments or work:
        work[name]()


def demo():
    """Pin the newest versions that fit together."""
    _write(DEMO, _compiled("--all-extras"))


def product():
    """Pin what the product needs to the versions that are tested."""
    extras = [word for extra in EXTRAS for word in ("--extra", extra)]
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as constraints:
        constraints.write("\n".join(tested(DEMO.read_text())))
        constraints.flush()
        text = _compiled(*extras, "--generate-hashes", "--constraint", constraints.name)
    _write(PRODUCT, text)


def tested(text):
    """The lines of constraints that hold for the product, too."""
    return [line for line in text.splitlines() if "==" in line and _name(line) not in HELD_BACK]


def _name(line):
    return re.split(r"[=\[ ;]", line)[0]


def _compiled(*options):
    command = [*_COMPILE, *_OLDEST, *options]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def _write(path, text):
    path.write_text(HEADS[path] + text)


if __name__ == "__main__":
    main(sys.argv[1:])
