"""Keyrings: OpenPGP public keys in ASCII armour, and what gpgv verifies with them."""

import base64
import binascii
import pathlib
import re
import subprocess
import tempfile

from helion_services.sherpa import problems
from helion_services.sherpa.repository import failures

_ARMOUR = re.compile(
    r"-----BEGIN PGP PUBLIC KEY BLOCK-----\r?\n(.*?)-----END PGP PUBLIC KEY BLOCK-----", re.DOTALL
)
_SECONDS = 60


def check(text):
    """Raise :class:`~helion_services.base.problems.Invalid` unless it has armoured public keys."""
    try:
        if not _binary(text):
            raise problems.keyring_invalid()
    except (binascii.Error, ValueError) as exc:
        raise problems.keyring_invalid() from exc


def signed_part(data, text, path):
    """What the keys in ``text`` signed of a clear-signed document, which is fetched from ``path``.

    Raises :class:`failures.SourceError`.
    """
    with tempfile.TemporaryDirectory(prefix="helion-keyring-") as folder:
        folder = pathlib.Path(folder)
        (folder / "keys").write_bytes(_binary(text))
        (folder / "document").write_bytes(data)
        command = ["gpgv", "--homedir", folder, "--keyring", folder / "keys", "--output"]
        command += [folder / "signed", folder / "document"]
        try:
            ended = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
        except (FileNotFoundError, subprocess.TimeoutExpired) as exc:
            raise failures.no_gpgv() from exc
        # Nothing but what is signed is read: text around it is not.
        if ended.returncode or not (folder / "signed").exists():
            raise failures.untrusted(
                "stream-signature",
                "The index “{path}” is not signed by a key of the keyring, or was changed.",
                path=path,
            )
        return (folder / "signed").read_bytes()


def _binary(text):
    """The keys as gpgv reads them."""
    keys = b""
    for block in _ARMOUR.findall(text):
        _headers, _empty, body = block.replace("\r", "").partition("\n\n")
        lines = (body or block).split("\n")
        # The line that begins with “=” is a checksum.
        encoded = "".join(line for line in lines if line and not line.startswith("="))
        keys += base64.b64decode(encoded, validate=True)
    return keys
