"""Where an operation that succeeded leads to, as links.

A panel declares the pages that show what its operations made as its ``next_steps``
(:mod:`~.plugins`).
"""

import dataclasses

from helion_dashboard import policy
from helion_dashboard.kit import plugins
from helion_dashboard.kit.links import url_or_none
from helion_dashboard.kit.pages import Link


@dataclasses.dataclass(frozen=True)
class NextStep:
    """A page that is of use after some operations.

    :ivar kinds: of the operations, as ``service:kind``
    :ivar label: a verb and a noun, for the link
    :ivar view: the page
    :ivar rule: of our policy, to see it
    :ivar parameter: under which the page's query gets the operation's id, or empty
    """

    kinds: tuple
    label: str
    view: str
    rule: str
    parameter: str = ""

    def url(self, operation):
        """The address of the page, ``None`` where it is not there."""
        url = url_or_none(self.view)
        return f"{url}?{self.parameter}={operation.id}" if url and self.parameter else url


def links(request, operation):
    """A :class:`~.pages.Link` for each page that the user may see; the first one is primary."""
    name = f"{operation.service}:{operation.kind}"
    candidates = [
        Link(step.label, step.url(operation))
        for step in plugins.collect("next_steps")
        if name in step.kinds and policy.allowed(request, step.rule)
    ]
    pages = [link for link in candidates if link.url]
    return [dataclasses.replace(link, primary=not place) for place, link in enumerate(pages)]
