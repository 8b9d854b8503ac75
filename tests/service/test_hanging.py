"""A service that hangs under a real Horizon: pages end, with a window full of tabs that ask on.

The bounds are those of the product; a page that takes longer without a fault may take that too.
"""

import concurrent.futures
import contextlib
import itertools
import os
import signal
import threading
import time

import pytest
import requests

from tests.bench.topology_data import signed_in

OURS = tuple(
    f"/admin/uc_{path}"
    for path in (
        "overview/",
        "nodes/",
        "scale/",
        "scale/?complete=1",
        "overcloud/",
        "overcloud/?complete=1",
        "esx/",
        "storage/",
        "updates/",
        "topology/",
        "topology/?complete=1",
        "monitoring/",
        "backup/",
        "operations/",
    )
)
OTHERS = ("/identity/", "/identity/users/")
POLLS = (
    "/admin/uc_overview/services.json",
    "/admin/uc_overview/nodes.json",
    "/admin/uc_nodes/rows.json",
    "/admin/uc_scale/state.json",
    "/admin/uc_topology/data.json",
    "/admin/uc_operations/rows.json",
)
SERVICES = ("ironic", "heat", "nova", "glance", "neutron", "cinder", "helion", "keystone")
TABS = 24
PAGE, OTHER_PAGE = 10.0, 3.0  # seconds
_LONGEST = 120  # seconds until a request is given up


@pytest.fixture(scope="module")
def horizon(undercloud):
    """``ask(path)`` -> seconds until the whole answer is there."""
    session = signed_in(undercloud.dashboard)

    def ask(path):
        own = requests.Session()
        own.cookies.update(session.cookies)
        began = time.monotonic()
        own.get(undercloud.dashboard + path, timeout=_LONGEST)
        return time.monotonic() - began

    return ask


@contextlib.contextmanager
def hanging(undercloud, service):
    """A service accepts requests and answers none for a while."""
    pid = undercloud.pid(service)
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


@contextlib.contextmanager
def tabs(horizon, count=TABS):
    """So many tabs of one session ask again and again for what changes on them."""
    over = threading.Event()

    def poll(path):
        while not over.is_set():
            with contextlib.suppress(requests.RequestException):
                horizon(path)

    with concurrent.futures.ThreadPoolExecutor(count) as pool:
        paths = itertools.islice(itertools.cycle(POLLS), count)
        ends = [pool.submit(poll, path) for path in paths]
        try:
            yield
        finally:
            over.set()
    for each in ends:
        each.result()


def slow(ask, usual, bound):
    """``{path: seconds}`` of pages that take longer than the bound and than usual."""
    took = {path: ask(path) for path in usual}
    return {path: took[path] for path in usual if took[path] > max(bound, 1.5 * usual[path])}


@pytest.mark.faults
@pytest.mark.parametrize("service", SERVICES)
def test_pages_end_whatever_hangs(undercloud, horizon, service):
    for path in (*OURS, *OTHERS, *POLLS):  # discovers versions
        horizon(path)
    ours = {path: horizon(path) for path in OURS}
    with hanging(undercloud, service):
        assert slow(horizon, ours, PAGE) == {}


@pytest.mark.faults
@pytest.mark.parametrize("service", [name for name in SERVICES if name != "keystone"])
def test_other_pages_go_on_beside_a_window_full_of_tabs(undercloud, horizon, service):
    for path in (*OTHERS, *POLLS):
        horizon(path)
    with tabs(horizon):
        others = {path: horizon(path) for path in OTHERS}
        with hanging(undercloud, service):
            time.sleep(1)  # the tabs have met it
            assert slow(horizon, others, OTHER_PAGE) == {}
            assert slow(horizon, dict.fromkeys(OURS, 0), PAGE) == {}
