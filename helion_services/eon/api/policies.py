"""The policy rules of the eon service."""

from helion_services.base.policy import ADMIN, READER, rule

_MANAGER = "/v2/resource_mgrs/{id}"
_CLUSTER = "/v2/resources/{id}"

RULES = (
    rule("vcenter:list", READER, "See the vCenters.", ("GET", "/v2/resource_mgrs")),
    rule(
        "vcenter:get",
        READER,
        "See a vCenter with its datacenters, clusters and hosts.",
        ("GET", _MANAGER),
        ("GET", f"{_MANAGER}/clusters"),
        ("GET", f"{_MANAGER}/clusters/{{moid}}"),
        ("GET", f"{_MANAGER}/clusters/{{moid}}/nics"),
        ("GET", f"{_MANAGER}/hosts"),
    ),
    rule("vcenter:create", ADMIN, "Register a vCenter.", ("POST", "/v2/resource_mgrs")),
    rule(
        "vcenter:update",
        ADMIN,
        "Change the login of a vCenter.",
        ("PUT", _MANAGER),
        ("POST", f"{_MANAGER}/retry_login"),
    ),
    rule(
        "vcenter:delete",
        ADMIN,
        "Unregister vCenters.",
        ("DELETE", _MANAGER),
        ("POST", "/v2/resource_mgrs/unregister"),
    ),
    rule(
        "vcenter:certificate",
        ADMIN,
        "Fetch the certificate that an address presents.",
        ("POST", "/v2/certificates"),
    ),
    rule("esx_cluster:list", READER, "See the clusters.", ("GET", "/v2/resources")),
    rule("esx_cluster:get", READER, "See a cluster.", ("GET", _CLUSTER)),
    rule(
        "esx_cluster:hypervisor",
        READER,
        "See its hypervisor in Nova and the virtual machines on it.",
        ("GET", f"{_CLUSTER}/hypervisor"),
    ),
    rule(
        "esx_cluster:import",
        ADMIN,
        "Import clusters.",
        ("POST", f"{_MANAGER}/import"),
    ),
    rule(
        "esx_cluster:unimport",
        ADMIN,
        "Forget imported clusters.",
        ("POST", f"{_MANAGER}/unimport"),
        ("DELETE", _CLUSTER),
    ),
    rule("esx_cluster:activate", ADMIN, "Activate a cluster.", ("POST", f"{_CLUSTER}/activate")),
    rule(
        "esx_cluster:deactivate",
        ADMIN,
        "Deactivate a cluster.",
        ("DELETE", f"{_CLUSTER}/deactivate"),
    ),
    rule(
        "esx_cluster:hosts",
        ADMIN,
        "Add hosts to an activated cluster, and remove them.",
        ("PUT", _CLUSTER),
    ),
    rule("esx_cluster:create", ADMIN, "Add a resource of another type.", ("POST", "/v2/resources")),
    rule(
        "esx_cluster:provision",
        ADMIN,
        "Provision a bare-metal resource.",
        ("POST", f"{_CLUSTER}/provision"),
    ),
    rule(
        "esx_network:template",
        READER,
        "See the template of the network properties, and what its form is made of.",
        ("POST", "/v2/resources/{type}/get_template"),
        ("GET", "/v2/networks/form"),
    ),
    rule(
        "esx_network:check",
        READER,
        "Have network properties checked without anything being done.",
        ("POST", "/v2/networks/check"),
    ),
    rule(
        "esx_proxy:get",
        READER,
        "See how compute proxies are deployed.",
        ("GET", f"{_MANAGER}/proxy"),
        ("GET", f"{_CLUSTER}/proxy"),
    ),
    rule(
        "esx_proxy:set",
        ADMIN,
        "Change how compute proxies are deployed.",
        ("PUT", f"{_MANAGER}/proxy"),
        ("DELETE", f"{_MANAGER}/proxy"),
        ("PUT", f"{_CLUSTER}/proxy"),
        ("DELETE", f"{_CLUSTER}/proxy"),
    ),
    rule(
        "esx_proxy:restore",
        ADMIN,
        "Redeploy the compute proxies of activated clusters.",
        ("POST", f"{_MANAGER}/restore_proxy"),
        ("POST", f"{_CLUSTER}/restore_proxy"),
    ),
)
