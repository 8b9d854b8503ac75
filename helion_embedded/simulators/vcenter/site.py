"""The inventory of a vCenter simulator: datacenters, clusters, hosts, datastores, VMs."""

import dataclasses

TEMPLATE = "overcloud_vcenter_compute_proxy"
"""The virtual machine template that a compute proxy is cloned from; each datacenter has one."""

_GUEST = "ubuntu64Guest"


@dataclasses.dataclass(frozen=True)
class Model:
    """A server. Memory in MiB; ``adapters`` are called vmnic0, vmnic1, ...

    One without virtual machines has something in use, too, and the library cannot say zero.
    """

    product: str = "ProLiant DL380 Gen9"
    vendor: str = "HP"
    cpu: str = "Intel(R) Xeon(R) CPU E5-2690 v3 @ 2.60GHz"
    mhz: int = 2600
    sockets: int = 2
    cores: int = 24
    threads: int = 48
    memory: int = 262144
    used_mhz: int = 420
    used_memory: int = 3072
    adapters: int = 4


@dataclasses.dataclass(frozen=True)
class Host:
    name: str
    model: Model = Model()
    maintenance: bool = False


@dataclasses.dataclass(frozen=True)
class Datastore:
    """Sizes in GiB; all hosts of the cluster share it."""

    name: str
    capacity: int
    free: int
    maintenance: bool = False


@dataclasses.dataclass(frozen=True)
class Machine:
    """A virtual machine on the first host and datastore. Memory in MiB, disk in GiB."""

    name: str
    cpus: int = 2
    memory: int = 4096
    disk: int = 40
    guest: str = _GUEST
    template: bool = False
    on: bool = False


@dataclasses.dataclass(frozen=True)
class Cluster:
    name: str
    hosts: tuple[Host, ...]
    datastores: tuple[Datastore, ...]
    machines: tuple[Machine, ...] = ()
    drs: bool = True
    ha: bool = True


@dataclasses.dataclass(frozen=True)
class Datacenter:
    name: str
    clusters: tuple[Cluster, ...]


@dataclasses.dataclass(frozen=True)
class Site:
    """``host`` is what a host is that is added later."""

    datacenters: tuple[Datacenter, ...]
    host: Model = Model()


_OLD = Model(
    product="ProLiant DL360 Gen9",
    cpu="Intel(R) Xeon(R) CPU E5-2640 v3 @ 2.60GHz",
    cores=16,
    threads=32,
    memory=131072,
)
_PROXY = Machine(TEMPLATE, cpus=4, disk=45, template=True)


def _hosts(network, first, used, model=Model(), maintenance=()):
    """A host for each share of ``used``, numbered from ``first`` on; each has so much in use."""
    return tuple(
        Host(
            f"{network}.{number}",
            dataclasses.replace(
                model,
                used_mhz=int(model.mhz * model.cores * share),
                used_memory=int(model.memory * min(share * 1.4, 0.95)),
            ),
            number in maintenance,
        )
        for number, share in enumerate(used, start=first)
    )


DEFAULT = Site(
    (
        Datacenter(
            "Houston",
            (
                Cluster(
                    "Compute-A",
                    _hosts("10.1.20", 31, (0.31, 0.27, 0.38, 0.22)),
                    (
                        Datastore("houston-a-vmfs01", 8192, 5210),
                        Datastore("houston-a-vmfs02", 8192, 7740),
                    ),
                ),
                Cluster(
                    "Compute-B",
                    _hosts("10.1.20", 41, (0.44, 0.36, 0.01), maintenance=(43,)),
                    (Datastore("houston-b-vmfs01", 8192, 3125),),
                    (Machine("build-agent-07", cpus=8, memory=16384, disk=200, on=True),),
                ),
                Cluster(
                    "Management",
                    _hosts("10.1.20", 11, (0.18, 0.21, 0.12), model=_OLD),
                    (Datastore("houston-mgmt-vmfs01", 4096, 2280),),
                    (
                        _PROXY,
                        Machine("vcsa-houston", cpus=8, memory=24576, disk=300, on=True),
                        Machine("ns1-houston", disk=20, on=True),
                    ),
                ),
            ),
        ),
        Datacenter(
            "Boise",
            (
                Cluster(
                    "Compute-C",
                    _hosts("10.2.20", 31, (0.25, 0.33, 0.29)),
                    (Datastore("boise-c-vmfs01", 8192, 6020),),
                    (_PROXY,),
                ),
                Cluster(
                    "Edge",
                    _hosts("10.2.20", 51, (0.09, 0.14, 0.11), model=_OLD),
                    (Datastore("boise-edge-vmfs01", 2048, 1490),),
                    (Machine("ns1-boise", disk=20, on=True),),
                    drs=False,
                    ha=False,
                ),
            ),
        ),
    )
)
"""Two datacenters and five clusters; one without DRS, and one with a host in maintenance."""


def uniform(datacenters=1, clusters=1, hosts=3):
    """A site of so many datacenters, clusters in each and hosts in each, all alike and empty."""
    return Site(
        tuple(
            Datacenter(
                f"DC{d}",
                tuple(
                    Cluster(
                        f"DC{d}-C{c}",
                        tuple(Host(f"10.{100 + d}.{c}.{h + 1}") for h in range(hosts)),
                        (Datastore(f"dc{d}-c{c}-vmfs01", 8192, 6144),),
                        (_PROXY,) if c == 0 else (),
                    )
                    for c in range(clusters)
                ),
            )
            for d in range(datacenters)
        )
    )
