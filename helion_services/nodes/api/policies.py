"""The policy rules of the nodes service."""

from helion_services.base.policy import ADMIN, READER, rule

RULES = (
    rule("role:list", READER, "See the roles and their servers.", ("GET", "/nodes/v1/roles")),
    rule("import:create", ADMIN, "Read nodes from a file.", ("POST", "/nodes/v1/imports")),
    rule("enrolment:create", ADMIN, "Enrol nodes.", ("POST", "/nodes/v1/enrolments")),
    rule("plan:create", ADMIN, "Create a plan.", ("POST", "/nodes/v1/plans")),
    rule("plan:get", ADMIN, "See a plan.", ("GET", "/nodes/v1/plans/{id}")),
    rule("plan:apply", ADMIN, "Apply a plan.", ("POST", "/nodes/v1/plans/{id}/apply")),
    rule("overcloud:get", READER, "See the overcloud.", ("GET", "/nodes/v1/overcloud")),
    rule(
        "overcloud:events",
        READER,
        "See the events of the overcloud.",
        ("GET", "/nodes/v1/overcloud/events"),
    ),
    rule(
        "overcloud:credentials",
        ADMIN,
        "Get a file for logging in to the overcloud.",
        ("GET", "/nodes/v1/overcloud/credentials"),
    ),
)
