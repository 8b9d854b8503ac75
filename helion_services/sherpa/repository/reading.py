"""Reading what a source lists, by python-tuf's client; what it refuses gets a name here."""

import contextlib
import dataclasses
import datetime
import fcntl
import json
import pathlib
import time
from urllib.parse import unquote, urlsplit

from tuf.api import exceptions
from tuf.api.metadata import Metadata, Root, Snapshot, Targets, Timestamp
from tuf.api.serialization import DeserializationError
from tuf.ngclient import Updater, UpdaterConfig
from tuf.ngclient.fetcher import FetcherInterface

from helion_services.sherpa.layout import NO_ROOM
from helion_services.sherpa.repository import failures
from helion_services.sherpa.repository.wire import METADATA

_LONGEST = 64_000_000  # bytes of the metadata of one role: 100,000 entries have less
_SECONDS = 300.0  # for one file of metadata
_MOST_ROLES = 64
_TOP = (Root.type, Timestamp.type, Snapshot.type, Targets.type)


@dataclasses.dataclass(frozen=True)
class Listing:
    """What a source lists.

    :ivar targets: ``{path: TargetFile}``
    :ivar versions: of the metadata, by role
    :ivar expires_at: when the first of the metadata expires; None: it does not
    """

    targets: dict
    versions: dict
    expires_at: datetime.datetime | None


class WireFetcher(FetcherInterface):
    """Fetches metadata through a :class:`~.wire.Wire`; remembers what came last.

    :ivar role: of the metadata that was fetched last; ``version`` is that in its address, or None
    :ivar data: the bytes, as far as they came
    """

    def __init__(self, wire):
        self._wire = wire
        self.role, self.version, self.data = Root.type, None, bytearray()

    def _fetch(self, url):
        name = unquote(urlsplit(url).path.rpartition("/")[2]).removesuffix(".json")
        version, dot, role = name.partition(".")
        numbered = dot and version.isdecimal()
        self.role, self.version = (role, int(version)) if numbered else (name, None)
        self.data = bytearray()
        return self._read(url.removeprefix("source:"))

    def _read(self, path):
        with self._wire.opened(path) as answer:
            if answer.status != 200:
                raise exceptions.DownloadHTTPError(path, answer.status)
            for chunk in self._wire.chunks(answer, time.monotonic() + _SECONDS):
                self.data += chunk
                yield chunk


def read(folder, wire, root):
    """The :class:`Listing` of a source.

    :param folder: where its metadata is stored; what was trusted last is there
    :param wire: an open :class:`~.wire.Wire`, or what has its interface
    :param root: the text of the trusted root metadata

    Raises :class:`failures.SourceError`.
    """
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    fetcher = WireFetcher(wire)
    with _alone(folder), _named(folder, fetcher, wire):
        config = UpdaterConfig(targets_max_length=_LONGEST, snapshot_max_length=_LONGEST)
        updater = Updater(
            str(folder), f"source:{METADATA}", fetcher=fetcher, config=config, bootstrap=root
        )
        updater.refresh()
        return _listing(folder, updater)


@contextlib.contextmanager
def _alone(folder):
    """python-tuf's client has its folder for itself."""
    with (folder / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _listing(folder, updater):
    """All targets of all roles. A target counts only if the client trusts it under its path: a
    role may list what was not delegated to it."""
    waiting, roles = [Targets.type], {}
    while waiting:
        role = waiting.pop()
        if role in roles or len(roles) >= _MOST_ROLES:
            continue
        roles[role] = _load(folder, role)
        delegations = roles[role].delegations
        for child in (delegations.roles or {}).values() if delegations else ():
            for pattern in child.paths or ():
                # The client loads and verifies the roles that a path is delegated to.
                updater.get_targetinfo(pattern.replace("*", "").replace("?", "0"))
            if _file(folder, child.name).exists():
                waiting.append(child.name)
    paths = {path for targets in roles.values() for path in targets.targets}
    trusted = {path: updater.get_targetinfo(path) for path in sorted(paths)}
    top = {role: _load(folder, role) for role in _TOP} | roles
    return Listing(
        {path: target for path, target in trusted.items() if target is not None},
        {role: signed.version for role, signed in top.items()},
        min(signed.expires for signed in top.values()).replace(tzinfo=datetime.UTC),
    )


def _file(folder, role):
    return folder / f"{role.replace('/', '%2F')}.json"


def _load(folder, role):
    return Metadata.from_file(str(_file(folder, role))).signed


@contextlib.contextmanager
def _named(folder, fetcher, wire):
    """What python-tuf refuses, by the name of the attack."""
    try:
        yield
    except exceptions.DownloadHTTPError as exc:
        if exc.status_code in (401, 403):
            raise failures.login_refused(wire.address) from exc
        raise failures.refused(wire.address, exc.status_code) from exc
    except exceptions.DownloadLengthMismatchError as exc:
        raise failures.untrusted(
            "metadata-endless",
            "The metadata “{role}” is longer than it may be: the source sends data without end.",
            role=fetcher.role,
        ) from exc
    except exceptions.DownloadError as exc:
        if isinstance(exc.__cause__, failures.SourceError):
            raise exc.__cause__ from exc
        raise failures.unreachable(wire.address) from exc
    except (exceptions.RepositoryError, DeserializationError, ValueError) as exc:
        raise _refusal(exc, folder, fetcher) from exc
    except OSError as exc:
        if exc.errno not in NO_ROOM:
            raise
        raise failures.disk_full() from exc


def _refusal(error, folder, fetcher):
    """The name of what python-tuf refuses in metadata that came."""
    if isinstance(error, exceptions.ExpiredMetadataError):
        return failures.expired(_expired(folder, fetcher))
    if isinstance(error, exceptions.UnsignedMetadataError):
        return _unsigned(folder, fetcher)
    if isinstance(error, exceptions.BadVersionNumberError):
        return _bad_version(folder, fetcher)
    if isinstance(error, exceptions.LengthOrHashMismatchError):
        return failures.untrusted(
            "metadata-corrupt",
            "The metadata “{role}” was changed: its hash is not that in the signed metadata.",
            role=fetcher.role,
        )
    return failures.untrusted(
        "metadata-unreadable",
        "The metadata “{role}” cannot be read: the source is not a TUF repository, or is damaged.",
        role=fetcher.role,
    )


def _expired(folder, fetcher):
    """The role whose metadata has expired."""
    fetched = _parsed(fetcher.data)
    if fetched and fetched.signed.is_expired():
        return fetcher.role
    for role in _TOP:
        if _file(folder, role).exists() and _load(folder, role).is_expired():
            return role
    return fetcher.role


def _unsigned(folder, fetcher):
    """Metadata without enough valid signatures: by which keys was it signed?"""
    if fetcher.role == Root.type:
        return failures.untrusted(
            "root-not-trusted",
            "The source offers new root metadata that the trusted keys did not sign.",
        )
    fetched = _parsed(fetcher.data)
    signers = set(fetched.signatures) if fetched else set()
    if signers & (_keys(_load(folder, Root.type)) | _delegated(folder)):
        return failures.untrusted(
            "metadata-signature",
            "The metadata “{role}” was changed: a signature is not valid, or too few keys signed"
            " it.",
            role=fetcher.role,
        )
    former = (Metadata.from_file(str(path)) for path in (folder / "root_history").glob("*.json"))
    if signers & set().union(*(_keys(metadata.signed) for metadata in former)):
        return failures.untrusted(
            "key-revoked",
            "The metadata “{role}” is signed by a key that was revoked.",
            role=fetcher.role,
        )
    return failures.untrusted(
        "key-unknown",
        "The metadata “{role}” is signed by a key that is not trusted.",
        role=fetcher.role,
    )


def _keys(root):
    return {keyid for role in root.roles.values() for keyid in role.keyids}


def _delegated(folder):
    """Ids of the keys that targets may be delegated to."""
    path = _file(folder, Targets.type)
    delegations = _load(folder, Targets.type).delegations if path.exists() else None
    return set(delegations.keys) if delegations else set()


def _bad_version(folder, fetcher):
    """Metadata of another version than it may have."""
    fetched = _parsed(fetcher.data)
    version = fetched.signed.version if fetched else 0
    mixed = fetcher.role not in (Root.type, Timestamp.type) and version != _promised(
        folder, fetcher
    )
    if mixed:
        return failures.untrusted(
            "metadata-mixed",
            "The source mixes metadata of different states: version {version} of “{role}” does not"
            " belong to the rest.",
            role=fetcher.role,
            version=version,
        )
    return failures.untrusted(
        "metadata-rolled-back",
        "The source offers older metadata than before: version {version} of “{role}”. Somebody may"
        " hide updates.",
        role=fetcher.role,
        version=version,
    )


def _promised(folder, fetcher):
    """The version that a role's metadata was announced with."""
    if fetcher.version is not None:
        return fetcher.version
    with contextlib.suppress(OSError, KeyError):
        if fetcher.role == Snapshot.type:
            return _load(folder, Timestamp.type).snapshot_meta.version
        return _load(folder, Snapshot.type).meta[f"{fetcher.role}.json"].version
    return None


def _parsed(data):
    """The metadata in bytes, None for what is none."""
    try:
        return Metadata.from_bytes(bytes(data))
    except (DeserializationError, json.JSONDecodeError, ValueError):
        return None


def paths(folder, target, hashes):
    """The paths below ``targets/`` where a target may be, by its hashes.

    :param folder: with the metadata of the source
    """
    return named(_load(pathlib.Path(folder), Root.type), target, hashes)


def named(root, target, hashes):
    """The paths that a target may have in a repository with the signed part of ``root``."""
    if not root.consistent_snapshot:
        return [target]
    parent, slash, name = target.rpartition("/")
    return [f"{parent}{slash}{digest}.{name}" for digest in hashes.values()]
