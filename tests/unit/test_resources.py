"""Services say where the pages of their resources are; the panels have these pages."""

import pytest

from helion_dashboard.kit import plugins
from helion_services.base import service

RESOURCES = [resource for each in service.installed().values() for resource in each.resources]


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource.name)
def test_a_panel_shows_it(resource):
    views = {kind.name: (str(kind.label), kind.view) for kind in plugins.collect("resources")}
    assert views[resource.name] == (resource.title, resource.page)
