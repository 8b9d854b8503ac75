"""Options of the eon service for compute proxies and their networks."""

from oslo_config import cfg

OPTS = (
    cfg.StrOpt(
        "proxy_template",
        default="overcloud_vcenter_compute_proxy",
        help="Name of the virtual machine or template, in each datacenter, that compute proxies are"
        " cloned from.",
    ),
    cfg.IntOpt(
        "proxy_free_gib",
        default=45,
        min=0,
        help="GiB that must be free on a datastore for a compute proxy to be put on it.",
    ),
    cfg.StrOpt(
        "proxy_nova_conf",
        help="File that becomes /etc/nova/nova.conf of compute proxies: how they reach the message"
        " queue, Keystone and the other services of the overcloud. Unset, the template has it.",
    ),
    cfg.DictOpt(
        "proxy_vmware_options",
        default={},
        help="Further options for the group vmware of compute proxies, such as"
        " use_linked_clone:false,datastore_regex:ssd.*",
    ),
    cfg.StrOpt("proxy_ssh_key", help="Public SSH key of those who may log in to compute proxies."),
    cfg.FloatOpt(
        "task_timeout",
        default=1800.0,
        min=1.0,
        help="Seconds for one task of a vCenter, such as cloning a compute proxy.",
    ),
    cfg.FloatOpt(
        "compute_timeout",
        default=600.0,
        min=1.0,
        help="Seconds until the compute service of a new proxy must have reported to Nova.",
    ),
    cfg.StrOpt(
        "conf_vlan",
        default="",
        help="VLAN of the network that compute proxies are configured over, for network properties"
        " that are computed; empty, it has none.",
    ),
    cfg.StrOpt("conf_cidr", default="", help="CIDR of that network, such as 10.20.18.0/23."),
    cfg.StrOpt("conf_gateway", default="", help="Gateway of that network."),
    cfg.ListOpt(
        "management_vlans",
        default=[],
        help="VLANs of the overcloud's management networks, for network properties that are"
        " computed.",
    ),
)
