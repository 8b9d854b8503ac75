"""The logical networks of HP Helion OpenStack Carrier Grade, for who wants to see its layout.

CTL, its network of management controllers, is the demo's ``ipmi``.
"""

from helion_embedded.openstack.neutron import CARRIER_GRADE_NETWORKS, TAGGED_NETWORK
from helion_embedded.seed.networks import Network

_PXE, _CLM, _WR_PXE = CARRIER_GRADE_NETWORKS


def _network(number, name, description, physical_network=TAGGED_NETWORK):
    """One of them: its VLAN, where it has tags, and its addresses follow from its number."""
    net = f"10.25.{number}"
    vlan = 500 + number if physical_network == TAGGED_NETWORK else None
    pool = (f"{net}.10", f"{net}.250")
    return Network(name, description, physical_network, vlan, f"{net}.0/24", f"{net}.1", pool)


NETWORKS = (
    _network(1, "pxe", "Boot and initial configuration", _PXE),
    _network(2, "ext", "External network, routable between the regions"),
    _network(3, "dcm", "Data centre management"),
    _network(4, "tul", "Tenant underlay"),
    _network(5, "clm", "Cloud management and object store, shared with Wind River", _CLM),
    _network(6, "can", "Consumer access, shared with Wind River"),
    _network(7, "bls", "Block storage, shared with Wind River"),
    _network(8, "wr-pxe", "Boot and initial configuration of the Wind River region", _WR_PXE),
    _network(9, "wr-ext", "External network of the Wind River region"),
    _network(10, "wr-bls", "Block storage of the Wind River region"),
    _network(11, "wr-tul", "Tenant underlay of the Wind River region"),
)
