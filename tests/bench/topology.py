"""The Topology: drawn in a browser beside two other libraries on the same data, and what it draws.

The storage mapping of 50 arrays with 20 CPGs each and 200 volume types, none of them folded, is
drawn alone.

A thousand servers on six networks, each drawing in a page of its own: cytoscape.js with the places
of its points given, and the library of Horizon's own page of networks (d3 v3, forces). That one
counts as a minute when it takes longer, so a hundred servers are drawn by both as well.
"""

import contextlib
import functools
import gzip
import http.server
import importlib
import json
import pathlib
import statistics
import threading

import django.conf
import openstack_dashboard
import urllib3

from tests.bench import browser, topology_data
from tests.bench.result import Result

_ROOT = pathlib.Path(__file__).resolve().parents[2]
_BUNDLE = _ROOT / "helion_dashboard/static/helion_dashboard/js/topology.mjs"
_COUNT, _FEW = 1000, 100
_ROUNDS = 5
_PATIENCE = 60  # seconds
_HORIZON = pathlib.Path(openstack_dashboard.__file__).parent / "static"
_PAGE = """\
<!DOCTYPE html><meta charset="utf-8"><title>bench</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/static/helion_dashboard/css/topology.css">
<style>body {{ font-family: sans-serif; font-size: 13px; margin: 16px; }}</style>
{scripts}
"""
# What its library wants of Horizon's page, and no more.
_STUBS = """\
<script src="/xstatic/jquery/jquery.js"></script>
<script src="/xstatic/angular/angular.js"></script>
<script src="/xstatic/d3/d3.js"></script>
<script>
  $.fn.tooltip = function () { return this; };
  window.gettext = (text) => text;
  window.horizon = {
    addInitFunction() {}, cookies: { get() {}, put() {} },
    networktopologyloader: { model: null, setup_loader: () => $(), update() {} },
    networktopologymessager: { addMessageHandler() {} },
  };
</script>
<script src="/horizon/js/horizon.networktopology.js"></script>
"""


def run():
    """Yields what the drawing takes, and how much faster it is than the others."""
    with _served() as address, browser.opened() as driver:
        closed = [_draw(driver, address, "ours", _COUNT, False) for _ in range(_ROUNDS)]
        opened, cytoscape = [], []
        for _round in range(_ROUNDS):
            # In turns, so that a noisy moment of the machine hits both.
            opened.append(_draw(driver, address, "ours", _COUNT, True))
            cytoscape.append(_draw(driver, address, "cytoscape", _COUNT))
        storage = [_draw(driver, address, "storage", 50, 20, 4) for _ in range(_ROUNDS)]
        few = [_draw(driver, address, "ours", _FEW, True) for _ in range(_ROUNDS)]
        horizon_few = [_draw(driver, address, "horizon", _FEW) for _ in range(2)]
        horizon = _in_a_minute(address, "horizon", _COUNT)
    details = {
        "closed": closed,
        "opened": opened,
        "cytoscape": cytoscape,
        "horizon": horizon,
        "storage": storage,
        f"at {_FEW}": {"ours": few, "horizon": horizon_few},
    }
    first = functools.partial(Result, unit="ms", details=details)
    yield first("topology.first_frame_closed", _first(closed), 50)
    yield first("topology.first_frame_opened", _first(opened), 120)
    yield first("topology.first_frame_storage", _first(storage), 120)
    frames = [ms for each in opened for ms in each["frames"]]
    yield first("topology.frame_median", statistics.median(frames), 17)
    yield first("topology.frame_p95", statistics.quantiles(frames, n=20)[-1], 33)
    changes = max(each["changes"] for each in closed + opened + storage)
    yield Result("topology.drawn_by_the_same_again", changes, 0, "elements", details=details)
    size = len(gzip.compress(_BUNDLE.read_bytes())) / 1024
    yield Result("topology.bundle", size, 40, "KiB")
    faster = functools.partial(Result, at_least=True, details=details)
    yield faster("topology.faster_than_cytoscape", _first(cytoscape) / _first(opened), 2)
    yield faster("topology.faster_than_horizon", horizon["ms"] / _first(opened), 100)
    ratio = min(each["ms"] for each in horizon_few) / _first(few)
    yield faster(f"topology.faster_than_horizon_at_{_FEW}", ratio, 5)
    yield from topology_data.run()


def _first(rounds):
    return statistics.median(round["ms"] for round in rounds)


def _draw(driver, address, what, *arguments):
    """What the page measured."""
    driver.set_script_timeout(_PATIENCE)
    driver.get(f"{address}/{what}.html")
    outcome = driver.execute_async_script(
        """
        const [what, values, done] = arguments;
        import('/tests/bench/topology_page.mjs')
          .then((page) => page[what](...values))
          .then(done, (problem) => done({ problem: String(problem.stack) }));
        """,
        what,
        arguments,
    )
    if "problem" in outcome:
        raise RuntimeError(f"{what}: {outcome['problem']}")
    return outcome


def _in_a_minute(address, what, *arguments):
    """What a page measured in a browser of its own; a minute when it does not answer in that."""
    with browser.opened() as driver:
        driver.command_executor.client_config.timeout = _PATIENCE
        try:
            return _draw(driver, address, what, *arguments)
        except urllib3.exceptions.ReadTimeoutError:
            return {"ms": _PATIENCE * 1000, "gave up": True}


@contextlib.contextmanager
def _served():
    handler = functools.partial(_Handler, directory=str(_ROOT))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class _Handler(http.server.SimpleHTTPRequestHandler):
    """The pages, and the files of the checkout, of Horizon and of its libraries."""

    def do_GET(self):  # noqa: N802  (as the base class has it)
        if self.path.endswith(".html"):
            scripts = _STUBS if self.path == "/horizon.html" else ""
            self._answer("text/html", _PAGE.format(scripts=scripts))
        elif self.path == "/texts.json":
            self._answer("application/json", json.dumps(_texts()))
        elif self.path == "/nothing.json":
            self.send_error(404)
        else:
            super().do_GET()

    def translate_path(self, path):
        top, _, rest = path.lstrip("/").partition("/")
        if top == "horizon":
            return str(_HORIZON / rest)
        if top == "xstatic":
            package, _, name = rest.partition("/")
            folder = importlib.import_module(f"xstatic.pkg.{package}").BASE_DIR
            return str(pathlib.Path(folder, name))
        return super().translate_path(path)

    def guess_type(self, path):
        return "text/javascript" if path.endswith(".mjs") else super().guess_type(path)

    def log_message(self, *_args):
        pass

    def _answer(self, kind, text):
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _texts():
    if not django.conf.settings.configured:
        django.conf.settings.configure(USE_I18N=False)
    return importlib.import_module("helion_dashboard.kit.topology.texts").texts()
