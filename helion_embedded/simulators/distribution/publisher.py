"""The publisher: keys, targets and metadata of a TUF repository in a folder."""

import datetime
import pathlib

from cryptography.hazmat.primitives.serialization import load_pem_private_key
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import (
    DelegatedRole,
    Delegations,
    Metadata,
    MetaFile,
    Root,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)
from tuf.repository import Repository

IMAGES = "images"
"""The role that images are delegated to."""

_ROLES = (Root.type, Timestamp.type, Snapshot.type, Targets.type, IMAGES)
_CLASSES = {Root.type: Root, Timestamp.type: Timestamp, Snapshot.type: Snapshot}
_DAYS = {Root.type: 365, Timestamp.type: 7, Snapshot.type: 30}


class Publisher(Repository):
    """A repository in ``folder``, below ``metadata/`` and ``targets/``.

    :ivar signers: the private key of each role; kept in memory, or in ``folder/keys``
    :ivar expires: when all metadata written from now on expires; None: after its usual time
    """

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.metadata, self.targets = self.folder / "metadata", self.folder / "targets"
        self.signers = {role: self._signer(role) for role in _ROLES}
        self.expires = None
        self._files, self._former_root = {}, None
        if not (self.metadata / "1.root.json").exists():
            self._begin()

    @property
    def root_file(self):
        """The first root metadata: what clients are to trust."""
        return self.metadata / "1.root.json"

    def add(self, path, data, **custom):
        """Add a target, or another content of one; visible after :meth:`publish`."""
        target = TargetFile.from_data(path, data, ["sha512", "sha256"])
        target.unrecognized_fields["custom"] = custom
        parent, slash, name = path.rpartition("/")
        for digest in target.hashes.values():
            file = self.targets / f"{parent}{slash}{digest}.{name}"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        with self.edit_targets(self._role(path)) as targets:
            targets.targets[path] = target

    def remove(self, path):
        """No longer list a target."""
        with self.edit_targets(self._role(path)) as targets:
            del targets.targets[path]

    def publish(self):
        """Sign new metadata of all that was added or removed."""
        self.do_snapshot()
        self.do_timestamp()

    def renew(self):
        """Sign all metadata but the root again: it expires later then."""
        for role in (Targets.type, IMAGES):
            with self.edit(role):
                pass
        self.do_snapshot(force=True)
        self.do_timestamp(force=True)

    def rotate(self, role):
        """Revoke the key of a role; a new one signs from now on."""
        former = self.signers[role]
        self.signers[role] = self._signer(role, new=True)
        if role == IMAGES:
            with self.edit_targets() as targets:
                targets.revoke_key(former.public_key.keyid, role)
                targets.add_key(self.signers[role].public_key, role)
        else:
            self._former_root = former if role == Root.type else None
            with self.edit_root() as root:
                root.revoke_key(former.public_key.keyid, role)
                root.add_key(self.signers[role].public_key, role)
        if role == Timestamp.type:
            self.do_timestamp(force=True)
        elif role != Root.type:
            with self.edit(role):
                pass
            self.do_snapshot(force=True)
            self.do_timestamp(force=True)
        return former

    def forged_timestamp(self, expired, wrong_key):
        """The bytes of a timestamp that clients must refuse.

        :param expired: whether it expired yesterday
        :param wrong_key: whether a key signed it that nobody trusts
        """
        metadata = Metadata.from_bytes(self.open(Timestamp.type).to_bytes())
        if expired:
            day = datetime.timedelta(days=1)
            moment = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
            metadata.signed.expires = moment - day
            metadata.signed.version += 1  # clients do not look at one that they have
        own = self.signers[Timestamp.type]
        metadata.sign(CryptoSigner.generate_ed25519() if wrong_key else own)
        return metadata.to_bytes()

    def open(self, role):
        """The newest metadata of a role."""
        if role not in self._files:
            self._files[role] = self._newest(role)
        return self._files[role]

    def close(self, role, md):
        """Sign and write the next version of a role's metadata."""
        md.signed.version += 1
        self.write(role, md)

    def write(self, role, md):
        """Sign and write metadata as it is."""
        days = datetime.timedelta(days=_DAYS.get(role, 90))
        md.signed.expires = self.expires or (
            datetime.datetime.now(datetime.UTC).replace(microsecond=0) + days
        )
        md.sign(self.signers[role])
        if role == Root.type and self._former_root:  # those who trust the former key follow
            md.sign(self._former_root, append=True)
            self._former_root = None
        name = "timestamp.json" if role == Timestamp.type else f"{md.signed.version}.{role}.json"
        self.metadata.mkdir(parents=True, exist_ok=True)
        md.to_file(str(self.metadata / name))
        self._files[role] = md

    @property
    def targets_infos(self):
        """The versions of targets metadata, for the snapshot."""
        return {
            f"{role}.json": MetaFile(self.open(role).signed.version)
            for role in (Targets.type, IMAGES)
        }

    @property
    def snapshot_info(self):
        """The version of the snapshot, for the timestamp."""
        return MetaFile(self.open(Snapshot.type).signed.version)

    def _begin(self):
        root = Root(consistent_snapshot=True)
        for role in (Root.type, Timestamp.type, Snapshot.type, Targets.type):
            root.add_key(self.signers[role].public_key, role)
        targets, key = Targets(), self.signers[IMAGES].public_key
        delegated = DelegatedRole(IMAGES, [key.keyid], 1, False, paths=["images/*"])
        targets.delegations = Delegations({key.keyid: key}, {IMAGES: delegated})
        for role, signed in (
            (Root.type, root),
            (Targets.type, targets),
            (IMAGES, Targets()),
            (Snapshot.type, Snapshot()),
            (Timestamp.type, Timestamp()),
        ):
            self.write(role, Metadata(signed))
        self.do_snapshot(force=True)
        self.do_timestamp(force=True)

    def _newest(self, role):
        if role == Timestamp.type:
            return Metadata.from_file(str(self.metadata / "timestamp.json"))
        versions = self.metadata.glob(f"*.{role}.json")
        newest = max(versions, key=lambda path: int(path.name.partition(".")[0]))
        return Metadata.from_file(str(newest))

    def _signer(self, role, new=False):
        """The key of a role, stored in the folder."""
        file = self.folder / "keys" / f"{role}.pem"
        if file.exists() and not new:
            return CryptoSigner(load_pem_private_key(file.read_bytes(), None))
        signer = CryptoSigner.generate_ed25519()
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.write_bytes(signer.private_bytes)
        file.chmod(0o600)
        return signer

    @staticmethod
    def _role(path):
        return IMAGES if path.startswith("images/") else Targets.type
