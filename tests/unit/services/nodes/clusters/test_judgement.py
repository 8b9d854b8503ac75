"""What a member's own words make of it, and what its members make of a cluster."""

import pytest

from helion_services.nodes.clusters import galera, haproxy, rabbitmq
from helion_services.nodes.clusters.records import Cluster, Member

PRIMARY = {
    "wsrep_cluster_status": "Primary",
    "wsrep_local_state_comment": "Synced",
    "wsrep_ready": "ON",
    "wsrep_cluster_state_uuid": "u",
    "wsrep_cluster_conf_id": "7",
    "wsrep_cluster_size": "3",
    "wsrep_incoming_addresses": "c0:3306,c1:3306,c2:3306",
}


@pytest.mark.parametrize(
    ("changes", "state", "code"),
    [
        ({}, "ready", None),
        ({"wsrep_local_state_comment": "Donor/Desynced"}, "impaired", "galera-not-synced"),
        ({"wsrep_ready": "OFF"}, "impaired", "galera-not-synced"),
        ({"wsrep_cluster_status": "non-Primary"}, "impaired", "galera-no-majority"),
        ({"wsrep_cluster_status": None}, "impaired", "galera-off"),
    ],
)
def test_galera(changes, state, code):
    member = galera.judge("c0", PRIMARY | changes)
    assert (member.state, member.reason and member.reason.code) == (state, code)


def test_halves_of_galera_that_count_alike_are_divided():
    members = [
        galera.judge(name, PRIMARY | {"wsrep_incoming_addresses": addresses})
        for name, addresses in (("c0", "c0:3306,c1:3306"), ("c2", "c2:3306,c3:3306"))
    ]
    assert Cluster("galera", "Galera", 2, tuple(members)).state == "divided"


@pytest.mark.parametrize(
    ("changes", "state", "code"),
    [
        ({}, "ready", None),
        ({"mem_alarm": True}, "impaired", "rabbitmq-alarm"),
        ({"disk_free_alarm": True}, "impaired", "rabbitmq-alarm"),
        ({"partitions": ["rabbit@c1"]}, "impaired", "rabbitmq-partition"),
        ({"running": False}, "impaired", "rabbitmq-stopped"),
    ],
)
def test_rabbitmq(changes, state, code):
    nodes = [{"name": f"rabbit@c{n}", "running": True, "partitions": []} for n in range(3)]
    nodes[0] |= changes
    member = rabbitmq.judge("c0", "rabbit@c0", nodes)
    assert (member.state, member.reason and member.reason.code) == (state, code)


def test_haproxy_says_which_servers_are_up():
    text = (
        "# pxname,svname,status,type,\n"
        "api,FRONTEND,OPEN,0,\napi,c0,UP,2,\napi,c1,UP 1/3,2,\napi,c2,DOWN,2,\napi,BACKEND,UP,1,\n"
        "horizon,c0,no check,2,\nhorizon,c1,MAINT,2,\n"
    )
    assert haproxy.parse(text) == (("api", ("c0", "c1")), ("horizon", ("c0",)))


def test_another_page_is_no_statistics():
    with pytest.raises(KeyError):
        haproxy.parse("<html>\n")


def members(*states):
    return tuple(Member(f"c{number}", state) for number, state in enumerate(states))


READY, ILL, LOST = "ready", "impaired", "unreachable"


@pytest.mark.parametrize(
    ("states", "state", "spare"),
    [
        ((), "unchecked", 0),
        ((READY, READY, READY), "healthy", 1),
        ((READY, READY, LOST), "reduced", 0),
        ((READY, LOST, LOST), "stopped", 0),
        ((ILL, ILL, LOST), "stopped", 0),
        ((LOST, LOST, LOST), "unreachable", 0),
    ],
)
def test_a_cluster_is_as_its_members(states, state, spare):
    cluster = Cluster("galera", "Galera", 2, members(*states))
    assert (cluster.state, cluster.spare) == (state, spare)


def test_members_with_different_views_are_divided():
    cluster = Cluster(
        "galera", "Galera", 2, (Member("c0", READY, view="a"), Member("c1", READY, view="b"))
    )
    assert cluster.state == "divided"
