"""Conductors of Sherpa's operations that are killed, see :mod:`tests.service.killing`.

Further points are: a request to Glance is about to be sent, is under way, or was answered; a piece
of a file came; a file was put into its place; a row was written.
"""

import functools
import pathlib
import pickle

from keystoneauth1.adapter import Adapter
from keystoneauth1.noauth import NoAuth
from keystoneauth1.session import Session

from helion_services.base import config
from helion_services.base.operations import patience
from helion_services.base.runtime import Runtime
from helion_services.sherpa import content, glance, publications, templates, transfer, uploads
from helion_services.sherpa.repository import reading
from tests.service import killing
from tests.service.sherpa.glance import Glance

EVERYWHERE = (
    *(killing.RUNNING + killing.UNDOING),
    *("request ahead", "request under way", "answered", "piece", "in place", "written"),
)
_PIECE = 1 << 19
STORE = "store"
"""The file in the folder of a service that has the URL of its object store, if it has one."""
killing.preload(__name__)


class FileGlance(Glance):
    """A Glance that outlives the processes: it is in a file.

    :param reach: is called at points
    """

    def __init__(self, folder, reach=lambda kind, what: None):
        super().__init__()
        self._file, self._reach = folder / "glance", reach
        if not self._file.exists():
            self._save()

    def adapter(self, cloud, service_type, **options):
        place = self._file.with_name(STORE)
        if service_type == "object-store" and place.exists():
            return SpiedStore(place.read_text(), self._reach)
        return super().adapter(cloud, service_type, **options)

    def set(self, **values):
        """Change its attributes, also for the processes that run."""
        self._load()
        self.__dict__.update(values)
        self._save()

    def reload(self):
        """Itself as the processes left it."""
        self._load()
        return self

    def put(self, path, data=None, headers=None, **options):
        self._load()
        self._image(path)["status"] = "saving"
        self._save()
        self._reach("request under way", f"PUT {self._name(path)}")
        return self._act("put", path, data=data, headers=headers)

    def _act(self, verb, path, **options):
        self._load()
        what = f"{verb.upper()} {self._name(path)}"
        self._reach("request ahead", what)
        try:
            answer = getattr(super(), verb)(path, **options)
        finally:
            self._save()
        self._reach("answered", what)
        return answer

    def get(self, path, params=None, **options):
        return self._act("get", path, params=params)

    def post(self, path, json=None, **options):
        return self._act("post", path, json=json)

    def patch(self, path, json=None, headers=None, **options):
        return self._act("patch", path, json=json)

    def delete(self, path, **options):
        return self._act("delete", path)

    def _name(self, path):
        """A path without ids, which differ each time."""
        for ident, image in self.images.items():
            path = path.replace(ident, image["version"])
        return path

    def _load(self):
        self.__dict__.update(pickle.loads(self._file.read_bytes()))  # noqa: S301 - ours

    def _save(self):
        kept = {name: value for name, value in vars(self).items() if not name.startswith("_")}
        new = self._file.with_suffix(".new")
        new.write_bytes(pickle.dumps(kept))
        new.replace(self._file)


class SpiedStore(Adapter):
    """An object store's adapter that is at points before, within and after each request."""

    def __init__(self, url, reach):
        super().__init__(Session(NoAuth(endpoint=url)), endpoint_override=url)
        self._spy = reach

    def request(self, url, method, data=None, **options):
        """Send a request."""
        what = f"{method} {url}"
        self._spy("request ahead", what)
        if isinstance(data, glance.Reader):
            data = _SpiedBody(data, lambda: self._spy("request under way", what))
        answer = super().request(url, method, data=data, **options)
        self._spy("answered", what)
        return answer


class _SpiedBody:
    """The body of an upload; ``reach()`` is called after each piece that was sent."""

    def __init__(self, reader, reach):
        self._reader, self._reach = reader, reach

    def __len__(self):
        return len(self._reader)

    def __iter__(self):
        for piece in self._reader:
            yield piece
            self._reach()


def kill_everywhere(folder, is_over, kinds=EVERYWHERE):
    """Run conductors over the service in a folder, each killed at one point more.

    Returns the points at which one was killed.
    """
    return killing.kill_everywhere(folder, functools.partial(_conduct, str(folder), kinds), is_over)


def _conduct(folder, kinds):
    folder = pathlib.Path(folder)
    killing.prepare(folder)
    patience.PATIENCE = 0.3
    glance._CHUNK = _PIECE
    reach = killing.spy(folder / "struck", kinds)
    _spy(reach)
    runtime = Runtime(config.load(files=[folder / "services.conf"]))
    runtime.clouds = FileGlance(folder, reach)
    killing.run(runtime)


def _spy(reach):
    killing.after(content, "sync", lambda args: reach("in place", "content"))
    killing.after(reading, "read", lambda args: reach("in place", "metadata"))
    for owner, name in (
        (content, "keep"),
        (content, "drop"),
        (publications, "insert"),
        (publications, "change"),
        (publications, "delete"),
        (templates, "store"),
        (templates, "delete"),
        (uploads, "discard"),
    ):
        place = f"{owner.__name__.rpartition('.')[2]}.{name}"
        killing.after(owner, name, lambda args, place=place: reach("written", place))
    original = transfer.Transfer.fetch

    def fetch(self, wire, path, progress=lambda size: None):
        def spied(size):
            progress(size)
            reach("piece", f"{self.count // _PIECE}")

        return original(self, wire, path, spied)

    transfer.Transfer.fetch = fetch
