"""Nova's compute service for an ESX cluster, as far as it decides what Nova sees.

It does what Nova's driver does at its start: log in to the vCenter that its own configuration
names, find its cluster by name, and add up what the cluster's hosts have.
"""

import dataclasses
import pathlib
import ssl
import tempfile

import nova.conf.compute
import nova.conf.netconf
import nova.conf.vmware
from oslo_config import cfg
from pyVim import connect
from pyVmomi import vim, vmodl

from helion_embedded.simulators.overcloud.cloudinit import BootError

CONFIGURATION = ("/etc/nova/nova.conf", "/etc/nova/nova-compute.conf")
"""What the service reads; the last one must be there."""

_DRIVER = "vmwareapi.VMwareVCDriver"
_TYPE = "VMware vCenter Server"
_NEEDED = ("host_ip", "host_username", "host_password", "cluster_name")
_GIB = 1024**3
_MIB = 1024**2


@dataclasses.dataclass(frozen=True)
class Settings:
    """What the driver needs of its configuration."""

    host: str
    address: str
    port: int
    username: str
    password: str = dataclasses.field(repr=False)
    cluster: str
    authority: str | None
    """The certificates to trust, in PEM; None: those of the system."""


def settings(files):
    """The :class:`Settings` from the files of a machine (path to text), read as Nova reads them.

    Raises :class:`BootError` for what Nova would not start with.
    """
    if CONFIGURATION[-1] not in files:
        raise BootError(f"there is no {CONFIGURATION[-1]}")
    conf = _read([files[path] for path in CONFIGURATION if path in files])
    if conf.compute_driver != _DRIVER:
        raise BootError(f"compute_driver is {conf.compute_driver}, not {_DRIVER}")
    own = conf.vmware
    lacking = [name for name in _NEEDED if not own[name]]
    if lacking:
        raise BootError(f"[vmware] has no {', '.join(lacking)}")
    if own.insecure and not own.ca_file:
        raise BootError("insecure is set: the vCenter's certificate would not be verified")
    if own.ca_file and own.ca_file not in files:
        raise BootError(f"ca_file: there is no {own.ca_file}")
    return Settings(
        host=conf.host,
        address=own.host_ip,
        port=own.host_port,
        username=own.host_username,
        password=own.host_password,
        cluster=own.cluster_name,
        authority=files[own.ca_file] if own.ca_file else None,
    )


def _read(texts):
    options = cfg.ConfigOpts()
    for module in (nova.conf.compute, nova.conf.netconf, nova.conf.vmware):
        module.register_opts(options)
    with tempfile.TemporaryDirectory() as folder:
        paths = [pathlib.Path(folder) / f"{number}.conf" for number in range(len(texts))]
        for path, text in zip(paths, texts, strict=True):
            path.write_text(text)
        try:
            options([], project="nova", default_config_files=[str(path) for path in paths])
            # Values are checked when they are asked for, so all of them now.
            for name in (*_NEEDED, "host_port", "ca_file", "insecure"):
                options.vmware[name]
        except (cfg.Error, ValueError) as error:
            raise BootError(f"the configuration cannot be read: {error}") from error
    return options


def compute_host(conf):
    """The keys of the host's file (see :mod:`hosts`) that :class:`Settings` lead to.

    Raises :class:`BootError` if the vCenter refuses, or has no such cluster.
    """
    instance = _login(conf)
    try:
        return _describe(instance.RetrieveContent(), conf.cluster)
    except (vmodl.MethodFault, OSError) as error:
        raise BootError(f"the vCenter does not answer: {_text(error)}") from error
    finally:
        connect.Disconnect(instance)


def _login(conf):
    try:
        return connect.SmartConnect(
            host=conf.address,
            port=conf.port,
            user=conf.username,
            pwd=conf.password,
            sslContext=ssl.create_default_context(cadata=conf.authority),
        )
    except (vmodl.MethodFault, OSError) as error:  # an SSLError is an OSError
        raise BootError(f"no session at {conf.address}:{conf.port}: {_text(error)}") from error


def _describe(content, name):
    view = content.viewManager.CreateContainerView(
        content.rootFolder, [vim.ClusterComputeResource], True
    )
    try:
        cluster = next((each for each in view.view if each.name == name), None)
    finally:
        view.Destroy()
    if cluster is None:
        raise BootError(f"the vCenter has no cluster {name}")
    hardware = [host.summary.hardware for host in cluster.host if _works(host.summary.runtime)]
    capacity = sum(store.summary.capacity for store in cluster.datastore)
    return {
        "nodes": [f"{cluster._GetMoId()}.{content.about.instanceUuid}"],  # noqa: SLF001 - its name
        "hypervisor_type": _TYPE,
        "vcpus": sum(each.numCpuThreads for each in hardware),
        "memory_mb": sum(each.memorySize for each in hardware) // _MIB,
        "local_gb": capacity // _GIB,
    }


def _works(runtime):
    return runtime.connectionState == "connected" and not runtime.inMaintenanceMode


def _text(error):
    return getattr(error, "msg", None) or str(error)
