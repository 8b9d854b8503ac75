"""Making ``.csu`` files: an offline TUF repository in a tar, signed with keys in a folder."""

import datetime
import io
import pathlib
import tarfile
import tempfile
import time

import yaml
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import (
    Metadata,
    MetaFile,
    Root,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)

from helion_services.sherpa.repository import archive, reading, trust

_ROLES = (Root.type, Timestamp.type, Snapshot.type, Targets.type)
_ROOT_DAYS = 3650


class CsuError(Exception):
    """A ``.csu`` file cannot be made; the text is the reason in one line."""


def build(manifest, output, keys, days):
    """Make the file ``output`` of the files in a manifest; returns the paths of its targets.

    :param manifest: path of a YAML file: a list of mappings with ``file``, relative to it,
        perhaps ``path`` in the repository, and the fields of
        :class:`~.repository.description.Custom`
    :param keys: folder of the keys, one file for each role, and of ``root.json``, which may be
        that of a repository; what is missing is made
    :param days: for which the metadata is valid

    Raises :class:`CsuError`.
    """
    keys = pathlib.Path(keys)
    signers = {role: _signer(keys / f"{role}.pem") for role in _ROLES}
    root = _root(keys / "root.json", signers)
    files = _files(pathlib.Path(manifest))
    expires = _after(days)
    version = int(time.time())
    prefix = f"{version}." if root.signed.consistent_snapshot else ""
    targets = Targets(version, expires=expires)
    for path, (file, custom) in files.items():
        target = TargetFile.from_file(path, str(file), ["sha512", "sha256"])
        target.unrecognized_fields["custom"] = custom
        targets.targets[path] = target
    documents = {
        f"{root.signed.version}.root.json": root,
        f"{prefix}targets.json": _signed(targets, signers[Targets.type]),
        f"{prefix}snapshot.json": _signed(
            Snapshot(version, expires=expires, meta={"targets.json": MetaFile(version)}),
            signers[Snapshot.type],
        ),
        "timestamp.json": _signed(
            Timestamp(version, expires=expires, snapshot_meta=MetaFile(version)),
            signers[Timestamp.type],
        ),
    }
    with tarfile.open(output, "w", format=tarfile.USTAR_FORMAT) as tar:
        for name, metadata in documents.items():
            _add(tar, f"metadata/{name}", metadata.to_bytes())
        for path, (file, _custom) in files.items():
            names = reading.named(root.signed, path, targets.targets[path].hashes)
            _add_file(tar, f"targets/{min(names, key=len)}", file)
    return list(files)


def sign(path, key, role):
    """Add a signature to the metadata of a role in the file ``path``; raises CsuError."""
    path, signer = pathlib.Path(path), _load(pathlib.Path(key))
    with archive.Archive(path, path.name) as source:
        name, members = _metadata_of(source, role), source.members
    with (
        tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as new,
        tarfile.open(fileobj=new, mode="w", format=tarfile.USTAR_FORMAT) as tar,
        path.open("rb") as stream,
    ):
        for member, (offset, size) in members.items():
            stream.seek(offset)
            if member != name:
                tar.addfile(_info(member, size), stream)
                continue
            metadata = Metadata.from_bytes(stream.read(size))
            metadata.sign(signer, append=True)
            _add(tar, member, metadata.to_bytes())
    pathlib.Path(new.name).replace(path)


def verify(path, root):
    """``(fingerprint of the trusted root, targets by path)`` of a file.

    Raises :class:`~.repository.archive.ArchiveRefused` and
    :class:`~.repository.failures.SourceError`, with ``message``.
    """
    text = pathlib.Path(root).read_text()
    fingerprint = trust.inspect(text).fingerprint
    with (
        tempfile.TemporaryDirectory() as folder,
        archive.Archive(path, pathlib.Path(path).name) as source,
    ):
        listing = reading.read(folder, source, text.encode())
    return fingerprint, listing.targets


def _files(manifest):
    try:
        rows = yaml.safe_load(manifest.read_text())
        files = {}
        for row in rows:
            file = manifest.parent / row["file"]
            custom = {name: _plain(value) for name, value in row.items() if name != "file"}
            files[custom.pop("path", file.name)] = (file, custom)
            file.stat()
    except (OSError, UnicodeDecodeError, yaml.YAMLError, TypeError, KeyError) as exc:
        reason = " ".join(str(exc).split())
        raise CsuError(f"{manifest}: {type(exc).__name__}: {reason}") from exc
    return files


def _plain(value):
    """YAML has dates, JSON has none."""
    return value.isoformat() if isinstance(value, datetime.date) else value


def _root(path, signers):
    if path.exists():
        return Metadata.from_file(str(path))
    root = Root(expires=_after(_ROOT_DAYS), consistent_snapshot=False)
    for role, signer in signers.items():
        root.add_key(signer.public_key, role)
    metadata = _signed(root, signers[Root.type])
    metadata.to_file(str(path))
    return metadata


def _signed(content, signer):
    metadata = Metadata(content)
    metadata.sign(signer)
    return metadata


def _signer(path):
    if path.exists():
        return _load(path)
    signer = CryptoSigner.generate_ed25519()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(signer.private_bytes)
    return signer


def _load(path):
    try:
        return CryptoSigner(load_pem_private_key(path.read_bytes(), None))
    except (OSError, ValueError, TypeError) as exc:
        raise CsuError(f"{path}: not a private key in PEM format without a password.") from exc


def _metadata_of(source, role):
    names = [
        name
        for name in source.members
        if name.startswith("metadata/")
        and name.removesuffix(".json").rpartition("/")[2].rpartition(".")[2] == role
    ]
    if not names:
        raise CsuError(f"{source.address} has no metadata of the role {role}.")
    return names[-1]


def _add_file(tar, name, file):
    info = _info(name, file.stat().st_size)
    try:
        with file.open("rb") as stream:
            tar.addfile(info, stream)
    except ValueError as exc:  # of the tar's format
        raise CsuError(f"{name} is too long for a path in the file.") from exc


def _add(tar, name, data):
    tar.addfile(_info(name, len(data)), io.BytesIO(data))


def _info(name, size):
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o644
    return info


def _after(days):
    moment = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    return moment + datetime.timedelta(days=days)
