"""The data of the Topology at 1,000 nodes, against the slowest of the questions it takes.

A plain client asks the same questions at the same time, as many side by side as the dashboard does:
what the slowest of them takes cannot be saved.
"""

import concurrent.futures
import pathlib
import re
import statistics
import tempfile
import time

import requests

from tests import undercloud as embedded
from tests.bench.result import Result

COUNT = 1000
LIMIT, SIZE = 1.2, 20.0  # times the slowest question, KB
_PATH = "/admin/uc_topology/data.json"
_ROUNDS = 9
_BAREMETAL = {
    "nodes": "uuid,name,provision_state,target_provision_state,provision_updated_at,power_state,"
    "target_power_state,maintenance,maintenance_reason,fault,resource_class,instance_uuid,"
    "reservation,protected,last_error,properties,driver_info,extra",
    "ports": "uuid,node_uuid,name,address,pxe_enabled,physical_network,portgroup_uuid,"
    "local_link_connection,internal_info",
    "portgroups": "uuid,node_uuid,name,address,internal_info",
    "volume/connectors": "uuid,node_uuid,type",
}


def run():
    """Yields the ratio and the size of the closed view."""
    with tempfile.TemporaryDirectory() as folder:
        options = ("--only", "keystone,ironic,neutron,horizon", "--nodes", str(COUNT))
        with embedded.started(pathlib.Path(folder) / "state", *options) as undercloud:
            rounds = _measure(undercloud)
    ratios = [each["ours"] / each["slowest"] for each in rounds]
    size = rounds[0]["bytes"] / 1000
    yield Result(
        "topology.data_over_slowest_call", statistics.median(ratios), LIMIT, details=rounds[0]
    )
    yield Result("topology.data_size", size, SIZE, "KB", details={"nodes": rounds[0]["nodes"]})


def _measure(undercloud):
    session = signed_in(undercloud.dashboard)
    questions = _questions(undercloud)
    rounds = []
    for _round in range(_ROUNDS + 1):
        # Side by side, so that a noisy moment of the machine hits both.
        slowest = _slowest(questions)
        began = time.perf_counter()
        answer = session.get(undercloud.dashboard + _PATH)
        took = time.perf_counter() - began
        answer.raise_for_status()
        nodes = sum(row["count"] for row in answer.json()["rows"] if row["kind"] in _METAL)
        assert nodes == COUNT, nodes
        size = len(answer.content)
        rounds.append({"ours": took, "slowest": slowest, "bytes": size, "nodes": nodes})
    return rounds[1:]  # the first one discovers versions


_METAL = ("controller", "compute", "object", "block")


def _questions(undercloud):
    baremetal = undercloud.connect("system").baremetal
    network = undercloud.connect("admin").network
    query = [
        lambda path=path, fields=fields: _all_pages(baremetal, path, fields)
        for path, fields in _BAREMETAL.items()
    ]
    paths = ("networks", "subnets", "ports")
    return query + [lambda path=path: network.get(f"/{path}").json() for path in paths]


def _all_pages(baremetal, path, fields):
    query = {"fields": fields, "sort_key": "uuid"}
    while True:
        answer = baremetal.get(f"/{path}", params=query, microversion="1.95").json()
        rows = next(value for value in answer.values() if isinstance(value, list))
        if not answer.get("next") or not rows:
            return
        query["marker"] = rows[-1]["uuid"]


def _slowest(questions):
    def timed(question):
        began = time.perf_counter()
        question()
        return time.perf_counter() - began

    with concurrent.futures.ThreadPoolExecutor(len(questions)) as pool:
        return max(pool.map(timed, questions))


def signed_in(base):
    session = requests.Session()
    page = session.get(f"{base}/auth/login/")
    form = {"username": "admin", "password": "embedded", "auth_type": "credentials"}
    region = re.search(r'name="region"[^>]*value="([^"]+)"', page.text)
    if region:
        form["region"] = region[1]
    form["csrfmiddlewaretoken"] = session.cookies["csrftoken"]
    answer = session.post(f"{base}/auth/login/", form, headers={"Referer": f"{base}/auth/login/"})
    answer.raise_for_status()
    return session
