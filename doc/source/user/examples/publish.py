"""Sign the files below repository/targets, with the keys in keys/."""

import datetime
import pathlib
import shutil
import time

from cryptography.hazmat.primitives.serialization import load_pem_private_key
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Metadata, MetaFile, Snapshot, TargetFile, Targets, Timestamp

KEYS, REPOSITORY = pathlib.Path("keys"), pathlib.Path("repository")
CONTENT = {
    "images/web-1.1.raw": {"name": "web", "version": "1.1", "kind": "image"},
    "templates/web-1.1.yaml": {"name": "web", "version": "1.1", "needs": ["web"]},
}


def write(role, content, days):
    """Sign and write the metadata of a role."""
    now = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    content.expires = now + datetime.timedelta(days=days)
    metadata = Metadata(content)
    key = load_pem_private_key((KEYS / f"{role}.pem").read_bytes(), None)
    metadata.sign(CryptoSigner(key))
    metadata.to_file(str(REPOSITORY / "metadata" / f"{role}.json"))


(REPOSITORY / "metadata").mkdir(exist_ok=True)
if not (REPOSITORY / "metadata" / "1.root.json").exists():
    shutil.copy(KEYS / "root.json", REPOSITORY / "metadata" / "1.root.json")
version = int(time.time())  # must grow with each publication
targets = Targets(version)
for path, custom in CONTENT.items():
    target = TargetFile.from_file(path, str(REPOSITORY / "targets" / path), ["sha512", "sha256"])
    target.unrecognized_fields["custom"] = custom
    targets.targets[path] = target
write("targets", targets, 90)
write("snapshot", Snapshot(version, meta={"targets.json": MetaFile(version)}), 30)
write("timestamp", Timestamp(version, snapshot_meta=MetaFile(version)), 7)
