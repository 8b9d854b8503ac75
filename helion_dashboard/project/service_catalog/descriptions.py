"""What each service does, for a tenant and for an administrator, by its official type.

Condensed from the "Functional Overview" tables of the HP Helion OpenStack technical overviews
(releases 1.0 and 1.1), and their sections on DNS, nodes and the undercloud. Placement and the key
manager are younger than those: their words are from OpenStack's own documentation.
"""

import dataclasses

from django.utils.translation import gettext_lazy as _


@dataclasses.dataclass(frozen=True)
class Description:
    """A service in words.

    :ivar title: what it is
    :ivar tenant: what a tenant can do with it
    :ivar administrator: what an administrator can also do
    """

    title: str
    tenant: str
    administrator: str = ""


DESCRIPTIONS = {
    "identity": Description(
        _("Identity"),
        _("One-stop authentication: signs users in and gives them tokens for every service."),
        _(
            "Create and configure projects and users, set credentials and roles. Users may come"
            " from its database or from LDAP or Active Directory."
        ),
    ),
    "compute": Description(
        _("Compute"),
        _(
            "Create and manage virtual servers on KVM and VMware ESX: suspend, resume and snapshot"
            " them, boot them from a volume, attach volumes, use security groups and key pairs,"
            " associate floating IP addresses."
        ),
        _(
            "Configure flavors, quotas of projects and availability zones, enable and disable"
            " compute services, work with all servers."
        ),
    ),
    "block-storage": Description(
        _("Block Storage"),
        _(
            "Create volumes, attach them to servers, make them bootable, take snapshots and"
            " backups of them."
        ),
        _(
            "Create volume types with quality of service and map them to the StoreServ 3PAR and"
            " StoreVirtual back ends, which the storage configuration service (Sirius) sets up."
        ),
    ),
    "object-store": Description(
        _("Object Storage"),
        _("Store and retrieve objects: create containers, upload, download and delete files."),
        _("Scale it out by further proxy and storage nodes, format drives and manage the rings."),
    ),
    "network": Description(
        _("Networking"),
        _(
            "Connectivity and IP addresses for servers: networks, subnets, routers (distributed by"
            " default), floating IP addresses, security groups, load balancers and firewalls."
        ),
        _("Create external networks and centralized routers, work with DHCP and L3 agents."),
    ),
    "image": Description(
        _("Images"),
        _(
            "Images that servers boot from: create, change and delete private ones, query and"
            " update their metadata, download them."
        ),
        _("Create, change and delete public images, which all users see."),
    ),
    "orchestration": Description(
        _("Orchestration"),
        _(
            "Deploy whole applications from templates: create, suspend and resume stacks, nested"
            " ones too, follow their events, work with their resources."
        ),
        _("Deploy and configure the overcloud: its stack lives in the undercloud's service."),
    ),
    "cloudformation": Description(
        _("Orchestration (CloudFormation)"),
        _("The orchestration service, by an API that is compatible with AWS CloudFormation."),
    ),
    "meter": Description(
        _("Metering"),
        _(
            "Measurements of what physical and virtual resources consume, for monitoring and for"
            " billing."
        ),
        _("Configure what is collected from which service, and what a condition triggers."),
    ),
    "dns": Description(
        _("DNS"),
        _("Create, publish and manage DNS zones and records on public or private name servers."),
        _("Install it as an option and connect it to the name servers."),
    ),
    "key-manager": Description(
        _("Key Manager"),
        _("Store and retrieve secrets, such as passwords, encryption keys and certificates."),
        _("Set the quotas of projects."),
    ),
    "placement": Description(
        _("Placement"),
        _("Used by other services to find out where there is room; not meant for direct use."),
        _("See the inventory and the allocations of compute hosts and bare-metal nodes."),
    ),
    "baremetal": Description(
        _("Bare Metal"),
        _("Provides the physical machines behind servers; a tenant gets them through Compute."),
        _(
            "Enrol the machines of the undercloud and follow them through inspection, deployment"
            " and cleaning."
        ),
    ),
    "esx_onboarder": Description(
        _("ESX Onboarding (EON)"),
        _(
            "Keeps an inventory of the data centers and clusters that VMware vCenter servers offer"
            " to the cloud."
        ),
        _(
            "Register vCenter servers, discover their ESX clusters and map them to Compute through"
            " compute proxies."
        ),
    ),
    "storage-configuration": Description(
        _("Storage Configuration (Sirius)"),
        _("Manages the storage devices behind Block Storage and Object Storage."),
        _(
            "Keep the inventory of 3PAR devices with their CPGs and of StoreVirtual devices and"
            " VSAs, and configure the back ends of Block Storage."
        ),
    ),
    "content-distribution": Description(
        _("Content Distribution (Sherpa)"),
        _(
            "Brings content, such as images and orchestration templates, from the distribution"
            " network into the services that use it."
        ),
        _("Download patches and updates and apply them to the installation."),
    ),
    "node-lifecycle": Description(
        _("Node Lifecycle"),
        _("Keeps the machines below the cloud in shape; there is nothing in it for a tenant."),
        _(
            "Add compute, storage and network capacity, decommission servers, and replace a failed"
            " controller."
        ),
    ),
}

# Types that OpenStack's service-types authority does not know.
_ALIASES = {"esx-onboarder": "esx_onboarder", "eon": "esx_onboarder"}


def describe(service):
    """The :class:`Description` of a :class:`~helion_dashboard.api.catalog.Service`, or ``None``."""
    kind = service.official_type
    return DESCRIPTIONS.get(_ALIASES.get(kind, kind))
