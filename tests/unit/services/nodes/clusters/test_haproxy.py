"""Real HAProxy programs on two controllers, one of which holds the virtual address."""

import shutil
import time
import types

import pytest

from helion_embedded.simulators.vcenter.authority import Authority
from helion_services.nodes.rules import takedown
from tests import haproxy
from tests.controllers import Reader
from tests.icinga import free_port

_PATIENCE = 30  # seconds


@pytest.fixture
def site(tmp_path):
    """Controllers ``c0`` and ``c1``; Glance runs on both, Heat on ``c0`` only, Nova nowhere."""
    haproxy.require()
    Authority(tmp_path).ensure([haproxy.HOST])
    pem = tmp_path / "both.pem"
    with pem.open("wb") as file:
        for name in ("server.pem", "server.key"):
            with (tmp_path / name).open("rb") as part:
                shutil.copyfileobj(part, file)
    ports = {name: free_port() for name in ("c0", "c1", "virtual", "glance0", "glance1", "none")}
    proxies = {}

    def start(node, *pages):
        binds = [f"{haproxy.HOST}:{ports[each]} ssl crt {pem}" for each in (node, *pages)]
        services = [
            haproxy.backend(
                "glance", free_port(), {n: ports[f"glance{n[1]}"] for n in ("c0", "c1")}
            ),
            haproxy.backend("heat", free_port(), {"c0": ports["glance0"], "c1": ports["none"]}),
            haproxy.backend("nova", free_port(), {"c0": ports["none"]}),
            haproxy.page(f"glance-{node}", [f"{haproxy.HOST}:{ports[f'glance{node[1]}']}"]),
        ]
        statistics = haproxy.page("statistics", binds, "stats show-node")
        proxies[node] = haproxy.Proxy(tmp_path, node, statistics, *services)

    yield types.SimpleNamespace(ports=ports, start=start, proxies=proxies, ca=tmp_path / "ca.pem")
    for proxy in proxies.values():
        proxy.end()


@pytest.fixture
def look(site):
    def url(name):
        return f"https://{haproxy.HOST}:{site.ports[name]}/stats"

    reader = Reader(
        haproxy_members={name: url(name) for name in ("c0", "c1")},
        haproxy_user=haproxy.USER,
        haproxy_password=haproxy.PASSWORD,
        haproxy_ca=str(site.ca),
        virtual_address=url("virtual"),
    )

    def look(fits, **changes):
        """The survey that ``fits``, which the programs' own checks take a moment to agree on."""
        until = time.monotonic() + _PATIENCE
        while True:
            survey = reader.take(**changes)
            if fits(survey):
                return survey
            assert time.monotonic() < until, survey
            time.sleep(0.05)

    return look


def singletons(survey):
    return [(each.name, each.controller) for each in survey.singletons]


def codes(survey, name):
    answer = takedown.answer([name], survey)
    return answer.verdict, [message.code for message in answer.reasons]


def test_back_ends_and_the_virtual_address_are_read_and_a_loss_is_noticed(site, look):
    site.start("c0", "virtual")
    site.start("c1")
    survey = look(lambda survey: singletons(survey) == [("heat", "c0")])
    assert survey.clusters[2].state == "healthy"
    assert survey.virtual_address.controller == "c0"
    verdict, reasons = codes(survey, "c0")
    assert verdict == "no"
    assert reasons[0] == "singletons-on"
    assert "virtual-address-moves" in reasons
    assert codes(survey, "c1") == ("yes", ["cluster-kept", "clusters-unchecked"])

    refused = look(lambda _survey: True, haproxy_password="wrong")
    assert {member.reason.code for member in refused.clusters[2].members} == {
        "cluster-login-refused"
    }
    assert refused.virtual_address.reason.code == "cluster-login-refused"

    # keepalived would have the other controller take the address.
    for name in ("c0", "c1"):
        site.proxies.pop(name).end()
    site.start("c1", "virtual")
    survey = look(lambda survey: survey.virtual_address.controller == "c1")
    assert survey.clusters[2].state == "reduced"
    survey = look(lambda survey: singletons(survey) == [("glance", "c1")])
    verdict, reasons = codes(survey, "c1")
    assert (verdict, reasons[0]) == ("no", "cluster-stops")


def test_a_page_without_a_node_does_not_say_who_holds_the_address(site, look):
    site.start("c0")
    site.start("c1")
    other = f"https://{haproxy.HOST}:{site.ports['c0']}/stats;csv"
    survey = look(lambda survey: singletons(survey) == [("heat", "c0")], virtual_address=other)
    assert survey.virtual_address.controller is None
    assert survey.virtual_address.reason.code == "haproxy-without-node"
    assert codes(survey, "c1")[0] == "unknown"
