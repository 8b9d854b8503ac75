"""What a panel, or a package without one, adds to the pages of others.

Six attributes are looked for, each a tuple:

``resources``
    :class:`~.resources.Kind` each: the things that operations work on and that the panel shows.
``next_steps``
    :class:`~.next_steps.NextStep` each: pages to go on to after an operation has ended.
``node_tabs``
    :class:`~.details.Tab` each: further tabs of a node's page.
``operation_tabs``
    :class:`~.details.Tab` each: further tabs of an operation's page.
``plan_tabs``
    :class:`~.details.Tab` each: further tabs of a plan's page.
``node_actions``
    :class:`~.actions.Group` each: further actions on nodes, in their menus.

A panel sets them on its :class:`~.panel.UndercloudPanel`; a panel that an operator leaves out adds
nothing. A package of others names itself as an entry point of the group
``helion_dashboard.plugins``: the module or object behind it may have them, too, and
:mod:`helion_dashboard.settings` puts its panels and policy rules into Horizon.
"""

import functools
from importlib import metadata

import horizon
from django.urls import get_resolver

from helion_dashboard.settings import GROUP


@functools.cache
def collect(name):
    """All that panels and packages have set as ``name``, in the order of the navigation."""
    get_resolver().url_patterns  # noqa: B018  (Horizon imports its panels with its addresses)
    panels = [panel for board in horizon.get_dashboards() for panel in board.get_panels()]
    packages = [point.load() for point in metadata.entry_points(group=GROUP)]
    return tuple(item for plugin in (*panels, *packages) for item in getattr(plugin, name, ()))
