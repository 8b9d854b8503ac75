"""Give the role ``timestamp`` a new key, and revoke the former one."""

import pathlib

from cryptography.hazmat.primitives.serialization import load_pem_private_key
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Metadata

KEYS, METADATA, ROLE = pathlib.Path("keys"), pathlib.Path("repository/metadata"), "timestamp"


def signer(role):
    """The signer with the key of a role."""
    return CryptoSigner(load_pem_private_key((KEYS / f"{role}.pem").read_bytes(), None))


root = Metadata.from_file(str(KEYS / "root.json"))
root.signed.revoke_key(signer(ROLE).public_key.keyid, ROLE)
new = CryptoSigner.generate_ed25519()
(KEYS / f"{ROLE}.pem").write_bytes(new.private_bytes)
root.signed.add_key(new.public_key, ROLE)
root.signed.version += 1
root.sign(signer("root"))
root.to_file(str(METADATA / f"{root.signed.version}.root.json"))
root.to_file(str(KEYS / "root.json"))
