"""A catalog in which all services have an address."""

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
