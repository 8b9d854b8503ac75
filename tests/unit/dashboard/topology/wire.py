"""A catalog in which all services have an address."""

from helion_dashboard.api.wire import Wire

from .. import conftest

NEUTRON = "http://net.test:9696"
EON = "http://eon.test:9780"
NOVA = "http://nova.test:8774/v2.1"
CATALOG = [
    *conftest.CATALOG,
    *(
        {
            "type": kind,
            "name": kind,
            "endpoints": [{"interface": "public", "region": "R", "region_id": "R", "url": url}],
        }
        for kind, url in (
            ("network", NEUTRON),
            ("compute", NOVA),
            ("esx_onboarder", EON),
        )
    ),
]


def ironic_wire(get):
    """A wire to Ironic whose answers are those of ``get(request, path, query)``."""

    class IronicWire(Wire):
        def get(self, request, path, query=None):
            return get(request, path, query)

    return IronicWire("baremetal", scope="system")
