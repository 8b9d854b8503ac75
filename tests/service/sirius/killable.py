"""Conductors that apply back ends by a stack and are killed, see :mod:`tests.service.killing`.

Further points are: a request to Heat is about to be sent, or was answered; a value was kept.
"""

import functools
import pathlib
import pickle

from helion_services.base import config
from helion_services.base.runtime import Runtime
from helion_services.sirius.flows import stack_parameter
from tests.service import killing
from tests.service.sirius.test_apply import Cinder
from tests.service.sirius.test_apply_stack import Heat

EVERYWHERE = (*killing.RUNNING, *killing.UNDOING, "request ahead", "answered", "kept")
killing.preload(__name__)


class Clouds:
    """A Heat that outlives the processes, in a file, and the Cinder that it configures.

    :param reach: is called at points

    :ivar heat: the stack
    :ivar cinder: its ``broken`` sections are those of all processes, too
    """

    def __init__(self, folder, reach=lambda kind, what: None):
        self._file, self._reach = folder / "stack", reach
        configuration = folder / "overcloud" / "cinder.conf"
        self.heat, self.cinder = Heat(configuration), Cinder(configuration)
        if self._file.exists():
            self.load()
        else:
            self.save()

    def has(self, cloud):
        return True

    def adapter(self, cloud, service_type, **options):
        return self.cinder if service_type == "block-storage" else self

    def get(self, path, params=None):
        return self._act("get", path, params=params)

    def patch(self, path, json, log):
        return self._act("patch", path, json=json, log=log)

    def load(self):
        """Have what the processes left."""
        vars(self.heat).update(pickle.loads(self._file.read_bytes()))  # noqa: S301 - ours
        self.cinder.broken = self.heat.broken_sections

    def save(self):
        """Have the processes find this."""
        self.heat.broken_sections = self.cinder.broken
        new = self._file.with_suffix(".new")
        new.write_bytes(pickle.dumps(vars(self.heat)))
        new.replace(self._file)

    def _act(self, verb, path, **options):
        self.load()
        what = f"{verb.upper()} {path}"
        self._reach("request ahead", what)
        answer = getattr(self.heat, verb)(path, **options)
        self.save()
        self._reach("answered", what)
        return answer


def kill_everywhere(folder, is_over):
    """Run conductors over the service in a folder, each killed at one point more.

    Returns the points at which one was killed.
    """
    return killing.kill_everywhere(folder, functools.partial(_conduct, str(folder)), is_over)


def _conduct(folder):
    folder = pathlib.Path(folder)
    killing.prepare(folder)
    reach = killing.spy(folder / "struck", EVERYWHERE)
    for name in ("put", "delete"):
        place = stack_parameter._Values
        killing.after(place, name, lambda args, name=name: reach("kept", f"{name} {args[1]}"))
    runtime = Runtime(config.load(files=[folder / "services.conf"]))
    runtime.clouds = Clouds(folder, reach)
    killing.run(runtime)
