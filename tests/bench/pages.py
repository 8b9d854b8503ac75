"""Pages in a browser at 1,000 nodes: what the first answer takes, and the longest request.

The overcloud is a stack without servers: what is measured are the pages, not what runs there.
"""

import functools
import pathlib
import statistics
import tempfile
import time

from keystoneauth1.adapter import Adapter

from tests import undercloud as embedded
from tests.bench import browser
from tests.bench.result import Result

_COUNT = 1000
_ROUNDS = 7
_PAGES = {
    "overview": "/admin/uc_overview/",
    "overcloud": "/admin/uc_overcloud/",
    "topology": "/admin/uc_topology/",
    "nodes": "/admin/uc_nodes/",
    "scale": "/admin/uc_scale/",
    "add": "/admin/uc_scale/compute/add",
}
_PATIENCE = 60  # seconds
_BULK_PATIENCE = 600
_BUSY = "return !!document.querySelector('[data-incomplete], [data-waiting], [aria-busy=true]')"
_FRAMED = ("scale", "overcloud", "topology")
# Seconds of each request of an action on all nodes, sent as the page of nodes does it.
_ACT = """
const [ids] = arguments;
const { src } = document.querySelector('script[src$="page.mjs"]');
const { csrf } = document.getElementById('helion').dataset;
const seconds = [];
(async () => {
  const { run } = await import(src.replace('page.mjs', 'slices.mjs'));
  const { post } = await import(src.replace('page.mjs', 'bulk_actions.mjs'));
  const send = async (some) => {
    const start = performance.now();
    const body = { action: 'maintenance', ids: some, inputs: { reason: 'bench' } };
    const answer = await post('/admin/uc_nodes/act', body, csrf);
    seconds.push((performance.now() - start) / 1000);
    return answer;
  };
  let failed = 0;
  for await (const slice of run({}, ids.map((id) => ({ id })), send, {})) {
    failed += slice.results.filter((result) => !result.ok).length;
  }
  window.bench = { seconds, failed };
})().catch((error) => { window.bench = { error: String(error) }; });
"""


def run():
    """Yields the results."""
    with tempfile.TemporaryDirectory() as folder:
        state = pathlib.Path(folder) / "state"
        with embedded.started(state, "--nodes", str(_COUNT)) as undercloud:
            _stack(undercloud)
            with browser.signed_in(undercloud.dashboard) as driver:
                yield from measure(undercloud, driver)


def measure(undercloud, driver):
    """Yields the results of an undercloud with many nodes and a stack."""
    rounds = [_round(driver, undercloud.dashboard) for _ in range(1 + _ROUNDS)][1:]
    seconds = {name: [each[name]["first"] for each in rounds] for name in _PAGES}
    medians = {name: statistics.median(values) for name, values in seconds.items()}
    result = functools.partial(Result, details={"seconds to the first byte": seconds})
    size = rounds[-1]["add"]["bytes"] / 1000
    yield result("pages.add_servers_bytes", size, 60, "kB")
    yield result("pages.add_servers_over_nodes", medians["add"] / medians["nodes"], 1.5)
    for name in _FRAMED:
        ratio = medians[name] / medians["overview"]
        yield result(f"pages.first_byte_of_{name}_over_overview", ratio, 2)
    yield _bulk(undercloud, driver)


def _round(driver, dashboard):
    """Seconds to the first byte and bytes of each page, one after the other."""
    numbers = {}
    for name, path in _PAGES.items():
        driver.get(dashboard + path)
        assert driver.current_url.endswith(path), driver.current_url
        first, size = driver.execute_script(
            "const entry = performance.getEntriesByType('navigation')[0];"
            "return [entry.responseStart - entry.requestStart, entry.decodedBodySize];"
        )
        numbers[name] = {"first": first / 1000, "bytes": size}
        _settle(driver)
    return numbers


def _settle(driver):
    """Wait for what the page loads apart, which would slow the next one down."""
    end = time.monotonic() + _PATIENCE
    while driver.execute_script(_BUSY):
        assert time.monotonic() < end, driver.current_url
        time.sleep(0.1)


def _bulk(undercloud, driver):
    """The longest request of an action on all nodes."""
    driver.get(undercloud.dashboard + _PAGES["nodes"])
    ids = [node.id for node in undercloud.connect("system").baremetal.nodes(fields=["uuid"])]
    driver.execute_script(_ACT, ids)
    end = time.monotonic() + _BULK_PATIENCE
    while not (answer := driver.execute_script("return window.bench")):
        assert time.monotonic() < end, "the action on all nodes does not end"
        time.sleep(0.5)
    assert "error" not in answer, answer
    details = {"nodes": len(ids), "requests": len(answer["seconds"]), "refused": answer["failed"]}
    longest = max(answer["seconds"])
    return Result("pages.bulk_longest_request", longest, 2, "s", details=details)


def _stack(undercloud):
    """Make a stack without servers, which our services take for the overcloud."""
    heat = Adapter(undercloud.connect("admin").session, service_type="orchestration")
    template = {
        "heat_template_version": "wallaby",
        "resources": {"part": {"type": "OS::Heat::TestResource"}},
    }
    heat.post("/stacks", json={"stack_name": "overcloud", "template": template})
