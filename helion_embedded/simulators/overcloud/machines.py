"""The virtual machines of the simulated vCenter, as its hosts see them."""

import ssl

from pyVim import connect
from pyVmomi import vim, vmodl

from helion_embedded.simulators.overcloud.cloudinit import USERDATA
from helion_embedded.simulators.overcloud.proxies import Machine

_POWER = "runtime.powerState"
_BOOTED = "summary.runtime.bootTime"
_OPTIONS = "config.extraConfig"
_PREFIX = "guestinfo."


class Machines:
    """Called, it lists all :class:`Machine` that have user data; a session is kept between calls.

    ``login`` is the content of ``vcenter.yaml``. Raises pyVmomi's errors and OSError.
    """

    def __init__(self, login):
        self._login = login
        self._content = None

    def __call__(self):
        try:
            if self._content is None:
                self._content = self._connect()
            return self._list()
        except (vmodl.MethodFault, OSError):
            self._content = None
            raise

    def _connect(self):
        return connect.SmartConnect(
            host=self._login["address"],
            port=self._login["port"],
            user=self._login["username"],
            pwd=self._login["password"],
            sslContext=ssl.create_default_context(cafile=self._login["ca_file"]),
        ).RetrieveContent()

    def _list(self):
        kind = vim.VirtualMachine
        view = self._content.viewManager.CreateContainerView(self._content.rootFolder, [kind], True)
        collect = vmodl.query.PropertyCollector
        inside = collect.TraversalSpec(
            name="view", path="view", skip=False, type=vim.view.ContainerView
        )
        spec = collect.FilterSpec(
            objectSet=[collect.ObjectSpec(obj=view, skip=True, selectSet=[inside])],
            propSet=[collect.PropertySpec(type=kind, pathSet=["name", _POWER, _BOOTED, _OPTIONS])],
        )
        try:
            objects = self._content.propertyCollector.RetrieveContents([spec])
        finally:
            view.Destroy()
        machines = (_machine(each) for each in objects)
        return [machine for machine in machines if machine.guestinfo.get(USERDATA)]


def _machine(machine):
    values = {change.name: change.val for change in machine.propSet}
    return Machine(
        moid=machine.obj._GetMoId(),  # noqa: SLF001 - pyVmomi has no other way
        name=values["name"],
        booted=str(values.get(_BOOTED)) if values[_POWER] == "poweredOn" else None,
        guestinfo={
            option.key: str(option.value)
            for option in values.get(_OPTIONS, ())
            if option.key.startswith(_PREFIX)
        },
    )
