"""A password as Keystone stores it, so that nobody who reads a stack or a server learns it."""

import base64
import hashlib
import os

_LOG_ROUNDS, _BLOCK_SIZE, _PARALLEL = 16, 8, 1  # Keystone's own defaults
_SALT, _DIGEST = 16, 32  # bytes
_MEMORY = 256 * 2**_LOG_ROUNDS * _BLOCK_SIZE  # bytes, twice what is needed


def password_hash(password):
    """``$scrypt$ln=16,r=8,p=1$SALT$DIGEST``, which Keystone verifies whatever it hashes with."""
    salt = os.urandom(_SALT)
    digest = hashlib.scrypt(
        password.encode(),
        salt=salt,
        n=2**_LOG_ROUNDS,
        r=_BLOCK_SIZE,
        p=_PARALLEL,
        maxmem=_MEMORY,
        dklen=_DIGEST,
    )
    parameters = f"ln={_LOG_ROUNDS},r={_BLOCK_SIZE},p={_PARALLEL}"
    return f"$scrypt${parameters}${_text(salt)}${_text(digest)}"


def _text(content):
    return base64.b64encode(content).decode().rstrip("=")
