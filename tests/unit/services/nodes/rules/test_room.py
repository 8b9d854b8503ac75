"""Room for virtual machines that must leave their host."""

import random
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from helion_services.nodes.rules import room


def size(name, vcpus, memory_mb, disk_gb):
    return {"name": name, "vcpus": vcpus, "memory_mb": memory_mb, "disk_gb": disk_gb}


def test_nothing_to_move():
    assert room.fits([], []).result == "pass"


def test_no_other_host():
    check = room.fits([size("vm1", 1, 1, 1)], [])
    assert check.result == "block"
    assert "vm1" in check.reason


def test_all_find_room():
    vms = [size("a", 2, 2048, 20), size("b", 2, 2048, 20), size("c", 4, 8192, 0)]
    hosts = [size("h1", 4, 4096, 40), size("h2", 4, 8192, 0)]
    check = room.fits(vms, hosts)
    assert (check.result, check.reason) == (
        "pass",
        "There is room for all virtual machines (3 on 2 hosts).",
    )
    assert room.place(vms, hosts) == ({"a": "h1", "b": "h1", "c": "h2"}, [])


def test_the_largest_goes_first():
    # Placed in the order given, the small one would take the only host large enough.
    vms = [size("small", 1, 1024, 1), size("large", 8, 8192, 1)]
    hosts = [size("h1", 8, 8192, 10), size("h2", 1, 1024, 10)]
    assert room.fits(vms, hosts).result == "pass"


def test_every_dimension_counts():
    host = size("h1", 4, 4096, 40)
    for vm in (size("vm", 5, 1, 1), size("vm", 1, 4097, 1), size("vm", 1, 1, 41)):
        assert room.fits([vm], [host]).result == "block"
    assert room.fits([size("vm", 4, 4096, 40)], [host]).result == "pass"


def test_missing_room_is_named():
    vms = [size("web", 2, 4096, 20), size("db", 8, 16384, 200)]
    hosts = [size("h1", 4, 8192, 300), size("h2", 8, 12288, 300)]
    check = room.fits(vms, hosts)
    assert check.result == "block"
    assert check.reason == (
        "There is no room for db. Together they need 8 vCPUs, 16384 MB of memory and 200 GB of"
        " disk, on hosts with enough of each. h2 comes nearest for db. It lacks at least 4096 MB of"
        " memory."
    )


def test_many_without_room_are_counted():
    vms = [size(f"vm{n}", 4, 1, 1) for n in range(9)]
    check = room.fits(vms, [size("h1", 4, 100, 100)])
    assert "vm1, vm2, vm3, vm4, vm5 and 3 more" in check.reason
    assert "vm1 alone would fit on h1" in check.reason


def test_an_overcommitted_host_takes_who_needs_nothing_of_it():
    assert room.fits([size("vm", 1, 512, 0)], [size("h1", 4, 4096, -10)]).result == "pass"
    assert room.fits([size("vm", 1, 512, 1)], [size("h1", -4, -1, -10)]).result == "block"


AMOUNTS = st.builds(size, st.just(""), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))


def named(sizes, letter):
    return [amounts | {"name": f"{letter}{number}"} for number, amounts in enumerate(sizes)]


@settings(max_examples=150, deadline=None, database=None, derandomize=True)
@given(st.lists(AMOUNTS, max_size=12), st.lists(AMOUNTS, max_size=6))
def test_no_host_is_overfull_and_no_machine_lost(vms, hosts):
    vms, hosts = named(vms, "v"), named(hosts, "h")
    places, left = room.place(vms, hosts)
    assert set(places) | {vm["name"] for vm in left} == {vm["name"] for vm in vms}
    for host in hosts:
        machines = [vm for vm in vms if places.get(vm["name"]) == host["name"]]
        for key in ("vcpus", "memory_mb", "disk_gb"):
            assert sum(vm[key] for vm in machines) <= host[key]
    # Whoever was left out would find no room now, either.
    for vm in left:
        for host in hosts:
            machines = [machine for machine in vms if places.get(machine["name"]) == host["name"]]
            assert any(
                sum(machine[key] for machine in machines) + vm[key] > host[key]
                for key in ("vcpus", "memory_mb", "disk_gb")
            )
    room.fits(vms, hosts)


def test_a_thousand_hosts_take_no_time():
    rand = random.Random(1)  # noqa: S311 - sizes of machines
    vms = [
        size(f"v{n}", rand.randint(1, 16), rand.randint(512, 65536), rand.randint(0, 500))
        for n in range(500)
    ]
    hosts = [
        size(f"h{n}", rand.randint(1, 8), rand.randint(1024, 131072), rand.randint(0, 2000))
        for n in range(1000)
    ]
    started = time.process_time()
    room.fits(vms, hosts)
    assert time.process_time() - started < 0.2


class TestAntiAffinity:
    HOSTS = [size(name, 8, 8192, 80) | {"service": name} for name in ("h1", "h2")]
    VMS = [size(name, 1, 512, 1) | {"id": name} for name in ("a", "b", "c")]

    def group(self, *members, limit=1, **staying):
        return {"name": "ha", "limit": limit, "members": members, "staying": staying}

    def test_members_part(self):
        places, left = room.place(self.VMS, self.HOSTS, [self.group("a", "b")])
        assert left == []
        assert places["a"] != places["b"]

    def test_members_that_stay_count(self):
        places, left = room.place(self.VMS[:1], self.HOSTS, [self.group("a", h1=1)])
        assert (places, left) == ({"a": "h2"}, [])

    def test_one_without_a_host_is_named(self):
        check = room.fits(self.VMS, self.HOSTS, [self.group("a", "b", h1=1)])
        assert (check.result, check.message.code) == ("block", "no-host-apart")
        assert check.message.params == {"vms": ["b"], "groups": ["ha"]}

    def test_a_host_may_have_several(self):
        group = self.group("a", "b", "c", limit=2, h1=1)
        assert room.fits(self.VMS, self.HOSTS, [group]).result == "pass"

    def test_missing_room_is_the_first_reason(self):
        hosts = [self.HOSTS[0] | {"vcpus": 0}]
        check = room.fits(self.VMS, hosts, [self.group("a", "b")])
        assert check.message.code == "no-room"
