"""The policy rules of the Sirius service."""

from helion_services.base.policy import ADMIN, READER, rule

_ROOT = "/sirius/v1"
_STORESERV = f"{_ROOT}/storeservs/{{id}}"
_CLUSTERS = f"{_ROOT}/storevirtual-clusters"
_CLUSTER = f"{_CLUSTERS}/{{id}}"
_BACKEND = f"{_ROOT}/backends/{{id}}"

RULES = (
    rule(
        "storeserv:list",
        READER,
        "List arrays and registered CPGs.",
        ("GET", f"{_ROOT}/storeservs"),
        ("GET", f"{_ROOT}/cpgs"),
    ),
    rule(
        "storeserv:get",
        READER,
        "See an array and its CPGs.",
        ("GET", _STORESERV),
        ("GET", f"{_STORESERV}/cpgs"),
    ),
    rule("storeserv:create", ADMIN, "Register an array.", ("POST", f"{_ROOT}/storeservs")),
    rule("storeserv:update", ADMIN, "Change an array.", ("PUT", _STORESERV)),
    rule("storeserv:refresh", ADMIN, "Read an array again.", ("POST", f"{_STORESERV}/refresh")),
    rule("storeserv:delete", ADMIN, "Unregister an array.", ("DELETE", _STORESERV)),
    rule("cpg:register", ADMIN, "Register CPGs.", ("POST", f"{_STORESERV}/cpgs")),
    rule("cpg:unregister", ADMIN, "Unregister a CPG.", ("DELETE", f"{_STORESERV}/cpgs/{{cpg}}")),
    rule("storevirtual:list", READER, "List StoreVirtual clusters.", ("GET", _CLUSTERS)),
    rule("storevirtual:get", READER, "See a StoreVirtual cluster.", ("GET", _CLUSTER)),
    rule("storevirtual:create", ADMIN, "Register a StoreVirtual cluster.", ("POST", _CLUSTERS)),
    rule("storevirtual:update", ADMIN, "Change a StoreVirtual cluster.", ("PUT", _CLUSTER)),
    rule(
        "storevirtual:refresh",
        ADMIN,
        "Read a StoreVirtual cluster again.",
        ("POST", f"{_CLUSTER}/refresh"),
    ),
    rule("storevirtual:delete", ADMIN, "Unregister a StoreVirtual cluster.", ("DELETE", _CLUSTER)),
    rule(
        "storage:certificate",
        ADMIN,
        "Fetch the certificate that an array or a cluster presents.",
        ("POST", f"{_ROOT}/certificates"),
    ),
    rule("driver:list", READER, "List the drivers of Cinder.", ("GET", f"{_ROOT}/drivers")),
    rule("backend:list", READER, "List back ends.", ("GET", f"{_ROOT}/backends")),
    rule("backend:get", READER, "See a back end.", ("GET", _BACKEND)),
    rule("backend:create", ADMIN, "Create a back end.", ("POST", f"{_ROOT}/backends")),
    rule("backend:update", ADMIN, "Expand or shrink a back end.", ("PUT", _BACKEND)),
    rule("backend:delete", ADMIN, "Delete a back end.", ("DELETE", _BACKEND)),
    rule(
        "configuration:get",
        READER,
        "See Cinder's configuration without its passwords.",
        ("GET", f"{_ROOT}/configuration"),
    ),
    rule(
        "configuration:download",
        ADMIN,
        "Download Cinder's configuration with its passwords.",
        ("POST", f"{_ROOT}/configuration"),
    ),
    rule(
        "configuration:apply",
        ADMIN,
        "Apply the back ends to Cinder.",
        ("POST", f"{_ROOT}/configuration/apply"),
    ),
)
