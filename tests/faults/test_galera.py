"""Three real members of Galera: healthy, behind, hanging, lost, cut off and divided."""

import signal
import tempfile

import pytest

from helion_services.nodes.rules import takedown
from tests import galera
from tests.controllers import Reader

pytestmark = pytest.mark.faults

READY, ILL, LOST = "ready", "impaired", "unreachable"
NOBODY = ["no", "no", "no"]


@pytest.fixture
def cluster():
    # Of the test's own folder only its user may read the parents.
    with (
        tempfile.TemporaryDirectory(prefix="helion-galera-") as folder,
        galera.running(folder) as cluster,
    ):
        yield cluster


@pytest.fixture
def look(cluster):
    addresses = {f"c{n}": f"{galera.HOST}:{port}" for n, port in enumerate(cluster.ports)}
    reader = Reader(
        galera_members=addresses,
        galera_user=galera.USER,
        galera_password=galera.PASSWORD,
        galera_ca=str(cluster.ca),
        cluster_timeout=5.0,
    )

    def look(**changes):
        """The cluster, its members' states, and whether each may be taken down."""
        survey = reader.take(**changes)
        states = [member.state for member in survey.clusters[0].members]
        answers = [takedown.answer([f"c{number}"], survey).verdict for number in range(3)]
        return survey.clusters[0], states, answers

    return look


def codes(cluster):
    return [member.reason.code if member.reason else None for member in cluster.members]


def test_members_are_behind_hang_and_are_lost(cluster, look):
    healthy, states, answers = look()
    assert (healthy.state, healthy.spare, answers) == ("healthy", 1, ["yes", "yes", "yes"])

    refused, _states, answers = look(galera_password="wrong")
    assert codes(refused) == ["cluster-login-refused"] * 3
    assert (refused.state, answers) == ("unreachable", NOBODY)
    distrusted, _states, _answers = look(galera_ca=None)
    assert codes(distrusted) == ["cluster-certificate-refused"] * 3

    cluster.desync(1, on=True)
    cluster.wait(1, local_state_comment="Donor/Desynced")
    behind, states, answers = look()
    assert (behind.state, states) == ("reduced", [READY, ILL, READY])
    assert codes(behind)[1] == "galera-not-synced"
    assert answers == ["no", "yes", "no"]
    cluster.desync(1, on=False)
    cluster.wait_for(0, 1, 2)

    cluster.signal(2, signal.SIGSTOP)
    _hanging, states, _answers = look()
    assert states == [READY, READY, LOST]
    cluster.wait_for(0, 1)
    cluster.signal(2, signal.SIGCONT)
    cluster.wait_for(0, 1, 2)

    cluster.kill(2)
    cluster.wait_for(0, 1)
    reduced, states, answers = look()
    assert (reduced.state, reduced.spare) == ("reduced", 0)
    assert states == [READY, READY, LOST]
    assert answers == ["no", "no", "yes"]

    cluster.start(2)
    cluster.wait_for(0, 1, 2)
    again, _states, answers = look()
    assert (again.state, answers) == ("healthy", ["yes", "yes", "yes"])

    cluster.kill(2)
    cluster.wait_for(0, 1)
    cluster.kill(1)
    cluster.wait(0, cluster_status="non-Primary")
    stopped, states, answers = look()
    assert (stopped.state, states) == ("stopped", [ILL, LOST, LOST])
    reason = stopped.members[0].reason
    assert (reason.code, reason.params["status"]) == ("galera-no-majority", "non-Primary")
    assert answers == NOBODY


def test_a_member_is_cut_off_and_goes_on_alone(cluster, look):
    cluster.cut(2)
    cluster.wait(2, cluster_status="non-Primary")
    cluster.wait_for(0, 1)
    split, states, answers = look()
    assert (split.state, states) == ("reduced", [READY, READY, ILL])
    assert codes(split) == [None, None, "galera-no-majority"]
    assert answers == ["no", "no", "yes"]

    cluster.bootstrap(2)
    cluster.wait_for(2)
    divided, states, answers = look()
    assert (divided.state, states) == ("divided", [READY, READY, READY])
    assert answers == NOBODY
