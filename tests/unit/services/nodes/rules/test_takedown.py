"""May controllers be taken down now?"""

import pytest

from helion_services.base.messages import Message
from helion_services.nodes.clusters import Survey
from helion_services.nodes.clusters.records import Cluster, Member, Singleton, VirtualAddress
from helion_services.nodes.rules import takedown

LOST = Message("cluster-no-answer", "{address} does not answer.", address="db")


def galera(*states):
    members = (
        Member(f"c{number}", state, None if state == "ready" else LOST)
        for number, state in enumerate(states)
    )
    return Cluster("galera", "Galera", len(states) // 2 + 1, tuple(members))


def codes(answer):
    return [message.code for message in answer.reasons]


@pytest.mark.parametrize(
    ("states", "verdict", "result"),
    [
        (("ready", "ready", "ready"), "yes", "pass"),
        (("unreachable", "ready", "ready"), "yes", "pass"),  # the one that failed
        (("ready", "unreachable", "ready"), "no", "block"),
        (("ready", "impaired", "ready"), "no", "block"),  # it catches up
        (("unreachable", "unreachable", "unreachable"), "no", "block"),
    ],
)
def test_the_members_that_stay_are_a_majority(states, verdict, result):
    survey = Survey((galera(*states),))
    assert takedown.answer(["c0"], survey).verdict == verdict
    check = takedown.check(["c0"], survey)
    assert (check.name, check.result) == ("quorum.clusters", result)
    assert check.reason.endswith(".")


def test_a_no_says_which_member_is_lost():
    answer = takedown.answer(["c0"], Survey((galera("ready", "unreachable", "ready"),)))
    assert codes(answer) == ["cluster-stops", "cluster-no-answer"]


def test_what_is_not_checked_is_no_yes():
    answer = takedown.answer(["c0"], Survey((Cluster("galera", "Galera"),)))
    assert (answer.verdict, codes(answer)) == ("unknown", ["clusters-unchecked"])
    assert takedown.check(["c0"], Survey((Cluster("galera", "Galera"),))).result == "warn"


def test_a_yes_says_what_was_not_checked():
    survey = Survey((galera("ready", "ready", "ready"), Cluster("rabbitmq", "RabbitMQ")))
    answer = takedown.answer(["c0"], survey)
    assert (answer.verdict, codes(answer)) == ("yes", ["cluster-kept", "clusters-unchecked"])


def test_a_controller_that_the_configuration_does_not_name_is_a_doubt():
    answer = takedown.answer(["c3"], Survey((galera("ready", "ready", "ready"),)))
    assert (answer.verdict, codes(answer)) == ("unknown", ["cluster-member-unlisted"])


def test_a_divided_cluster_is_left_alone():
    cluster = Cluster("galera", "Galera", 2, tuple(Member(f"c{n}", "ready", view=n) for n in "123"))
    assert codes(takedown.answer(["c0"], Survey((cluster,)))) == ["cluster-divided"]


def test_a_singleton_is_interrupted():
    survey = Survey((galera("ready", "ready", "ready"),), (Singleton("cinder-volume", "c0"),))
    answer = takedown.answer(["c0"], survey)
    assert (answer.verdict, codes(answer)[0]) == ("no", "singletons-on")
    assert takedown.check(["c0"], survey).result == "warn"
    assert takedown.answer(["c1"], survey).verdict == "yes"


def test_who_holds_the_virtual_address_is_named():
    held = VirtualAddress("10.0.0.5", "c0")
    survey = Survey((galera("ready", "ready", "ready"),), virtual_address=held)
    answer = takedown.answer(["c0"], survey)
    assert (answer.verdict, codes(answer)) == ("yes", ["cluster-kept", "virtual-address-moves"])
    assert codes(takedown.answer(["c1"], survey)) == ["cluster-kept"]
    assert takedown.answer(["c0"], Survey((), virtual_address=held)).verdict == "unknown"


def test_a_virtual_address_that_does_not_answer_is_a_doubt():
    survey = Survey(
        (galera("ready", "ready", "ready"),), virtual_address=VirtualAddress("10.0.0.5", None, LOST)
    )
    answer = takedown.answer(["c0"], survey)
    assert (answer.verdict, codes(answer)) == ("unknown", ["cluster-no-answer", "cluster-kept"])


class Controller:
    def __init__(self, name, alive):
        self.name, self.alive = name, alive


def test_controllers_are_counted_too():
    controllers = [Controller("c0", True), Controller("c1", True), Controller("c2", False)]
    survey = Survey((galera("ready", "ready", "ready"),))
    answer = takedown.answer(["c0"], survey, controllers)
    assert (answer.verdict, codes(answer)[0]) == ("no", "controllers-alive")
    assert takedown.answer(["c2"], survey, controllers).verdict == "yes"
