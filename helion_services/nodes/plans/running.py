"""Operations that work on what a plan would change."""

from helion_services.base.messages import Message
from helion_services.base.operations import store
from helion_services.nodes.rules import operation


def check(runtime, snapshot, resources):
    """The check that no operation holds one of ``resources``."""
    by_title = {}
    for resource, title in runtime.operations.holders(resources):
        by_title.setdefault(title, []).append(_label(snapshot, resource))
    return operation.idle(
        [
            Message(
                "operation-works-on",
                "“{operation}” is in progress on {resources}. Wait until it ends, or cancel it.",
                operation=title,
                resources=labels,
            )
            for title, labels in by_title.items()
        ]
    )


def named(problem, snapshot):
    """The :class:`problems.Conflict` of a held resource, with the name of its node."""
    if "resource" not in problem.message.params:
        return problem
    return store.named(problem, _label(snapshot, problem.extra["resource"]))


def _label(snapshot, resource):
    """The name of a held node or stack, ``node:<uuid>`` or ``stack:<name>``."""
    identity = resource.partition(":")[2]
    node = snapshot.nodes.get(identity)
    return node.label if node else identity
