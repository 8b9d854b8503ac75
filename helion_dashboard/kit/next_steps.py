"""Where an operation that has ended leads to, as links.

A panel declares the pages that show what its operations made, or that help after they failed, as
its ``next_steps`` (:mod:`~.plugins`).
"""

import dataclasses

from helion_dashboard import policy
from helion_dashboard.api.operations import states as operation_states
from helion_dashboard.kit import plugins
from helion_dashboard.kit.links import url_or_none
from helion_dashboard.kit.pages import Link


@dataclasses.dataclass(frozen=True)
class NextStep:
    """A page that is of use after some operations have ended.

    :ivar kinds: of the operations, as ``service:kind``
    :ivar label: a verb and a noun, for the link
    :ivar view: the page
    :ivar rule: of our policy, to see it
    :ivar failed: whether it helps after they failed, instead of after they succeeded
    :ivar parameter: under which the page's query gets the operation's id, or empty
    :ivar query: of the page, without a ``parameter``
    """

    kinds: tuple
    label: str
    view: str
    rule: str
    parameter: str = ""
    query: str = ""
    failed: bool = False

    def url(self, operation):
        """The address of the page, ``None`` where it is not there."""
        url = url_or_none(self.view)
        query = f"{self.parameter}={operation.id}" if self.parameter else self.query
        return f"{url}?{query}" if url and query else url


def links(request, operation):
    """A :class:`~.pages.Link` for each page that the user may see.

    The first one is primary after a success: after a failure, to retry is.
    """
    failed = operation.state in operation_states.FAILED
    if not failed and operation.state != "succeeded":
        return []
    name = f"{operation.service}:{operation.kind}"
    candidates = [
        Link(step.label, step.url(operation))
        for step in plugins.collect("next_steps")
        if name in step.kinds and step.failed == failed and policy.allowed(request, step.rule)
    ]
    pages = [link for link in candidates if link.url]
    return [
        dataclasses.replace(link, primary=not failed and not place)
        for place, link in enumerate(pages)
    ]
