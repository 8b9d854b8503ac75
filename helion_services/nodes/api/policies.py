"""The policy rules of the nodes service."""

from helion_services.base.policy import METAL_ADMIN, METAL_READER, rule

RULES = (
    rule("role:list", METAL_READER, "See the roles and their servers.", ("GET", "/nodes/v1/roles")),
    rule(
        "server_image:list",
        METAL_READER,
        "See which server runs which image.",
        ("GET", "/nodes/v1/images"),
    ),
    rule(
        "controller:list",
        METAL_READER,
        "See the controllers, their clusters, and which of them may be taken down.",
        ("GET", "/nodes/v1/controllers"),
    ),
    rule("import:create", METAL_ADMIN, "Read nodes from a file.", ("POST", "/nodes/v1/imports")),
    rule("enrolment:create", METAL_ADMIN, "Enrol nodes.", ("POST", "/nodes/v1/enrolments")),
    rule("plan:create", METAL_ADMIN, "Create a plan.", ("POST", "/nodes/v1/plans")),
    rule("plan:get", METAL_ADMIN, "See a plan.", ("GET", "/nodes/v1/plans/{id}")),
    rule("plan:apply", METAL_ADMIN, "Apply a plan.", ("POST", "/nodes/v1/plans/{id}/apply")),
    rule(
        "overcloud:get",
        METAL_READER,
        "See the overcloud and its compute services.",
        ("GET", "/nodes/v1/overcloud"),
        ("GET", "/nodes/v1/overcloud/computes"),
    ),
    rule(
        "overcloud:events",
        METAL_READER,
        "See the events of the overcloud.",
        ("GET", "/nodes/v1/overcloud/events"),
    ),
    rule(
        "overcloud:credentials",
        METAL_ADMIN,
        "Get a file for logging in to the overcloud.",
        ("GET", "/nodes/v1/overcloud/credentials"),
    ),
)
