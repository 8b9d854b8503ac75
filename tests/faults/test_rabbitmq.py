"""Three real nodes of RabbitMQ: healthy, full, lost, and separated for a while."""

import signal

import pytest

from helion_services.nodes.rules import takedown
from tests import rabbitmq
from tests.controllers import Reader

pytestmark = pytest.mark.faults

READY, ILL, LOST = "ready", "impaired", "unreachable"


@pytest.fixture
def cluster(tmp_path):
    with rabbitmq.running(tmp_path) as cluster:
        yield cluster


@pytest.fixture
def look(cluster):
    pages = enumerate(cluster.pages)
    reader = Reader(
        rabbitmq_members={f"c{n}": f"https://{rabbitmq.HOST}:{port}" for n, port in pages},
        rabbitmq_user=rabbitmq.USER,
        rabbitmq_password=rabbitmq.PASSWORD,
        rabbitmq_ca=str(cluster.ca),
        cluster_timeout=5.0,
    )

    def look(**changes):
        """The cluster, its members' states and codes, and whether each may be taken down."""
        survey = reader.take(**changes)
        members = survey.clusters[1].members
        answers = [takedown.answer([member.name], survey).verdict for member in members]
        codes = [member.reason and member.reason.code for member in members]
        return survey.clusters[1].state, [member.state for member in members], codes, answers

    return look


def test_nodes_are_full_lost_and_separated(cluster, look):
    state, states, codes, answers = look()
    assert (state, states, answers) == ("healthy", [READY] * 3, ["yes"] * 3)
    state, states, codes, answers = look(rabbitmq_password="wrong")
    assert codes == ["cluster-login-refused"] * 3
    state, states, codes, answers = look(rabbitmq_ca=None)
    assert codes == ["cluster-certificate-refused"] * 3

    cluster.control(0, "set_vm_memory_high_watermark", "0.000001")
    cluster.wait_for_alarm(0, True)
    state, states, codes, answers = look()
    assert (state, states, codes[0]) == ("reduced", [ILL, READY, READY], "rabbitmq-alarm")
    assert answers == ["yes", "no", "no"]
    cluster.control(0, "set_vm_memory_high_watermark", "0.4")
    cluster.wait_for_alarm(0, False)

    cluster.kill(2)
    cluster.wait_for(0, 1)
    state, states, codes, answers = look()
    assert (state, states) == ("reduced", [READY, READY, LOST])
    assert answers == ["no", "no", "yes"]
    cluster.start_node(2)
    cluster.wait_for(0, 1, 2)
    assert look()[0] == "healthy"

    cluster.signal(2, signal.SIGSTOP)
    cluster.wait_for(0, 1)
    cluster.signal(2, signal.SIGCONT)
    cluster.wait_for_partition(0, 2)
    cluster.wait_for_partition(1, 2)
    cluster.wait_for_partition(2, 0, 1)
    state, states, codes, answers = look()
    assert (state, codes) == ("divided", ["rabbitmq-partition"] * 3)
    assert answers == ["no"] * 3
