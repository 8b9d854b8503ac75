"""What is known of the cloud that clusters join: for network properties that are computed."""

from helion_services.eon import network
from helion_services.overcloud import api

_CARRIED = ("vlan", "vxlan")


def input_model(conf, clouds):
    """The :class:`~helion_services.eon.network.InputModel` of the configured overcloud.

    Its tenant networks are those of its Neutron, one call; without an overcloud there are none.
    Raises :class:`~helion_services.base.problems.Unavailable`.
    """
    options = conf.eon
    return network.InputModel(
        conf_vlan=options.conf_vlan,
        conf_cidr=options.conf_cidr,
        conf_gateway=options.conf_gateway,
        mgmt_vlans=tuple(options.management_vlans),
        tenants=_tenants(clouds) if clouds.has("overcloud") else {},
        lifecycle=lifecycle(conf),
        template=options.proxy_template,
    )


def completed(properties, conf):
    """Network properties with the SSH key of the configuration, where they name none."""
    if not isinstance(properties, dict) or properties.get("lifecycle_manager"):
        return properties
    values = lifecycle(conf)
    return properties | {"lifecycle_manager": values} if values else properties


def lifecycle(conf):
    """What HPE's properties say of the lifecycle manager, as far as there is such a thing."""
    key = conf.eon.proxy_ssh_key
    return {"ssh_key": key} if key else {}


def _tenants(clouds):
    with api.answering("network"):
        neutron = clouds.adapter("overcloud", "network")
        rows = neutron.get("/v2.0/networks", params={"router:external": False}).json()["networks"]
    return {
        row["name"]: network.Tenant(
            row["id"],
            row["provider:network_type"],
            str(row.get("provider:segmentation_id") or ""),
        )
        for row in rows
        if row.get("provider:network_type") in _CARRIED
    }
