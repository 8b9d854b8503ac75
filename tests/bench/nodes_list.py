"""The list of nodes in a browser, against ironic-ui and against what cannot be saved.

The floor is a page of the same Horizon with nothing in it, one page of 50 nodes from Ironic, and
drawing 50 rows.
"""

import contextlib
import pathlib
import sqlite3
import statistics
import tempfile
import time

from tests import undercloud as embedded
from tests.bench import browser
from tests.bench.result import Result

NODE = r"rack\d+-u\d+"
_FIELDS = "uuid,name,provision_state,power_state,maintenance,resource_class"
_ROUNDS = 9


def run():
    """Yields the results, at 1,000 nodes and at 5,000."""
    with tempfile.TemporaryDirectory() as folder:
        few = _measure(pathlib.Path(folder) / "1000", 1000, against_ironic_ui=True)
        many = _measure(pathlib.Path(folder) / "5000", 5000)
    details = {"at 1,000": few, "at 5,000": many}
    yield Result("nodes_list.over_floor", few["ours"] / few["floor"], 2, details=details)
    yield Result(
        "nodes_list.faster_than_ironic_ui",
        few["ironic_ui"] / few["ours"],
        100,
        at_least=True,
        details=details,
    )
    yield Result("nodes_list.at_5000_over_1000", many["ours"] / few["ours"], 1.2, details=details)


def _measure(state, count, against_ironic_ui=False):
    options = ("--only", "keystone,ironic,horizon", "--nodes", str(count))
    with (
        embedded.started(state, *options, "--plugins", "ironic_ui") as undercloud,
        browser.signed_in(undercloud.dashboard) as driver,
    ):
        ironic = undercloud.connect("system").baremetal
        _give_to_admin(undercloud)
        ours_url = f"{undercloud.dashboard}/admin/uc_nodes/"
        bare_url = f"{undercloud.dashboard}/admin/uc_overview/"
        rounds = []
        for _round in range(_ROUNDS):
            # Side by side, so that a noisy moment of the machine hits all of them.
            bare = browser.seconds_until_drawn(driver, bare_url, ".", "h1")
            answered = _seconds_of_one_page(ironic)
            drawn = browser.seconds_to_draw(driver, _rows(50))
            ours = browser.seconds_until_drawn(driver, ours_url, NODE)
            rounds.append({"bare": bare, "asked": answered, "drawn": drawn, "ours": ours})
        medians = {name: _median(rounds[1:], name) for name in ("bare", "asked", "drawn", "ours")}
        medians["floor"] = medians["bare"] + medians["asked"] + medians["drawn"]
        if against_ironic_ui:
            url = f"{undercloud.dashboard}/admin/ironic/"
            times = [browser.seconds_until_drawn(driver, url, NODE) for _ in range(2)]
            medians["ironic_ui"] = min(times)
        return medians


def _give_to_admin(undercloud):
    """Make the administrator's project own every node.

    ironic-ui asks with the project's token, for which Ironic hides the nodes of others.
    """
    project = undercloud.connect("admin").current_project_id
    database = sqlite3.connect(undercloud.state / "db" / "ironic.db", timeout=60)
    with contextlib.closing(database), database:
        database.execute("UPDATE nodes SET owner = ?", (project,))


def _seconds_of_one_page(ironic):
    began = time.perf_counter()
    answer = ironic.get("/nodes", params={"limit": 50, "fields": _FIELDS}, microversion="1.95")
    assert len(answer.json()["nodes"]) == 50
    return time.perf_counter() - began


def _rows(count):
    cells = "".join(f"<td>{name}</td>" for name in _FIELDS.split(","))
    return f"<tr>{cells}</tr>" * count


def _median(rounds, name):
    return statistics.median(round[name] for round in rounds)
