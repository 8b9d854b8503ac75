"""The racks of the data centre, from the vendor's inventory."""

import dataclasses

from django.utils.translation import gettext_lazy as _

from helion_dashboard.kit import lists
from helion_dashboard.kit.list_query import Column, Facet


@dataclasses.dataclass(frozen=True)
class Rack:
    id: str
    name: str
    row: str
    units: int


def inventory():
    """All racks; a real panel asks its service here."""
    return [Rack(f"r{n}", f"Rack {n}", "A" if n < 8 else "B", 42) for n in range(1, 13)]


class Racks(lists.List):
    namespace = "horizon:admin:acme_racks"
    title = _("Racks")
    record_name = "rack"
    search = _("Name")
    empty = _("Racks come from the inventory of the data centre. It has none yet.")
    columns = (
        Column("name", _("Rack"), "name"),
        Column("row", _("Row"), "row"),
        Column("units", _("Rack units")),
    )

    def facets(self):
        return (Facet("row", _("Row"), (("A", "A"), ("B", "B"))),)

    def load(self, query):
        return self.select(inventory(), query)


urlpatterns = Racks.urls()
