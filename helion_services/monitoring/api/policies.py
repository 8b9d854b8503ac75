"""The policy rules of the monitoring service."""

from helion_services.base.policy import ADMIN, READER, rule

_ROOT = "/monitoring/v1"

RULES = (
    rule(
        "monitoring:see",
        READER,
        "See hosts, services and problems.",
        *(
            ("GET", f"{_ROOT}/{path}")
            for path in (
                *("status", "filters", "problems", "problems/counts", "hosts", "hosts/{id}"),
                *("services", "services/{id}"),
            )
        ),
    ),
    rule(
        "monitoring:handle",
        ADMIN,
        "Acknowledge problems, comment, schedule downtimes and check.",
        ("POST", f"{_ROOT}/actions"),
    ),
    rule(
        "monitoring:token",
        ADMIN,
        "Issue and revoke the token with which a server reports results.",
        ("POST", f"{_ROOT}/hosts/{{id}}/token"),
        ("DELETE", f"{_ROOT}/hosts/{{id}}/token"),
    ),
    rule(
        "monitoring:messages",
        ADMIN,
        "See and change who gets messages, and send a test.",
        *((method, f"{_ROOT}/receivers") for method in ("GET", "POST")),
        *((method, f"{_ROOT}/receivers/{{id}}") for method in ("GET", "PUT", "DELETE")),
        ("POST", f"{_ROOT}/receivers/{{id}}/test"),
    ),
)
