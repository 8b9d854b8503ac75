"""All addresses of our own panels, as Horizon has them."""

import dataclasses
import re
from collections.abc import Callable

from django.urls import get_resolver, reverse

_OURS = re.compile(r"horizon:(admin:uc_\w+|project:service_catalog):")


@dataclasses.dataclass(frozen=True)
class Address:
    """:ivar name: as in ``reverse``; :ivar route: its pattern; :ivar view: with its decorators"""

    name: str
    route: str
    view: Callable

    def path(self, value):
        """The path with ``value`` for each of its parameters."""
        names = re.findall(r"<\w+:(\w+)>", self.route)
        return reverse(self.name, kwargs=dict.fromkeys(names, value))

    def kwargs(self, value):
        """``value`` for each of its parameters."""
        return dict.fromkeys(re.findall(r"<\w+:(\w+)>", self.route), value)


def addresses():
    """Each :class:`Address` of ours."""
    return [address for address in _walk(get_resolver(), (), "") if _OURS.match(address.name)]


def _walk(resolver, namespaces, route):
    for pattern in resolver.url_patterns:
        address = route + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _walk(pattern, inner, address)
        else:
            yield Address(":".join((*namespaces, pattern.name or "")), address, pattern.callback)
