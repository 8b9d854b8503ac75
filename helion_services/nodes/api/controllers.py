"""The controllers, as the API shows them: the clusters on them, and which may be taken down."""

from helion_services.nodes import snapshot as snapshots
from helion_services.nodes.rules import takedown

_KIND = "controller"


def show(runtime, survey):
    """The answer of ``GET /controllers``.

    :param survey: the :class:`~helion_services.nodes.clusters.Survey`
    """
    members = [member for member in snapshots.take(runtime).members if member.role.kind == _KIND]
    return {
        "controllers": [_controller(member, members, survey) for member in members],
        "clusters": [_cluster(cluster) for cluster in survey.clusters],
        "singletons": [
            {"name": each.name, "controller": each.controller} for each in survey.singletons
        ],
        "virtual_address": _address(survey.virtual_address),
    }


def _controller(member, members, survey):
    answer = takedown.answer([member.name], survey, members)
    return {
        "name": member.name,
        "server": member.server,
        "node": member.node.uuid if member.node else None,
        "node_name": member.node.label if member.node else None,
        "alive": member.alive,
        "answer": answer.verdict,
        "reasons": [reason.as_json() for reason in answer.reasons],
    }


def _address(virtual):
    if virtual is None:
        return None
    return {
        "address": virtual.address,
        "controller": virtual.controller,
        "reason": virtual.reason.as_json() if virtual.reason else None,
    }


def _cluster(cluster):
    return {
        "kind": cluster.kind,
        "title": cluster.title,
        "state": cluster.state,
        "ready": len(cluster.ready),
        "needed": cluster.needed,
        "total": len(cluster.members),
        "spare": cluster.spare,
        "members": [
            {
                "name": member.name,
                "state": member.state,
                "reason": member.reason.as_json() if member.reason else None,
            }
            for member in cluster.members
        ],
    }
