"""What the tests' monitoring service answers, as its JSON."""

TIME = "2026-11-20T10:00:00Z"
HOST = {
    "id": "aDE",
    "name": "h1",
    "type": "host",
    "label": "node-1",
    "host_id": "aDE",
    "host": "node-1",
    "state": "down",
    "is_problem": True,
    "handled": False,
    "acknowledged": False,
    "in_downtime": False,
    "reachable": True,
    "since": TIME,
    "kind": "bmc",
    "ident": "u1",
    "node": "u1",
    "role": "compute",
    "rack": "r1",
    "origin": "checked",
    "output": "No <b>answer</b>.",
    "token_at": None,
}
SERVICE = {
    **HOST,
    "id": "aDEhZGlzaw",
    "name": "h1!disk",
    "type": "service",
    "label": "disk /srv",
    "state": "warning",
    "origin": "reported",
    "handled": True,
    "acknowledged": True,
    "in_downtime": True,
    "reachable": False,
    "output": "85 % used",
}
_DETAIL = {
    "text": "85 % used\n<script>alert(1)</script>",
    "checked_at": TIME,
    "performance": [
        {
            "label": "used",
            "value": 85.0,
            "unit": "%",
            "warning": 80.0,
            "critical": 90.0,
            "minimum": 0.0,
            "maximum": 100.0,
        },
        {
            "label": "odd",
            "value": -3.0,
            "unit": "",
            "warning": None,
            "critical": None,
            "minimum": None,
            "maximum": None,
        },
    ],
    "comments": [{"author": "me", "text": "on <it>", "at": TIME, "until": None}],
    "downtimes": [{"author": "me", "text": "moving", "at": TIME, "until": TIME}],
    "history": [{"at": TIME, "state": "warning", "output": "85 % used"}],
}
HOST_DETAIL = {**HOST, **_DETAIL}
SERVICE_DETAIL = {**SERVICE, **_DETAIL}
COUNTS = {
    "up": 3,
    "down": 1,
    "ok": 7,
    "warning": 1,
    "critical": 0,
    "unknown": 0,
    "pending": 0,
    "problems": 2,
    "unhandled": 1,
}
STATUS = {
    "state": "ready",
    "problem": None,
    "counts": COUNTS,
    "round": {"at": TIME, "outcome": {"created": 1}, "problems": []},
}
UNREACHABLE = {
    "state": "unreachable",
    "problem": {
        "code": "icinga-unreachable",
        "params": {"address": "https://icinga.test"},
        "detail": "It is away.",
    },
    "counts": None,
    "round": None,
}
FILTERS = {"role": ["compute"], "rack": ["r1"], "kind": ["bmc"]}
WEBHOOK = {
    "id": "r1",
    "name": "<b>chat</b>",
    "kind": "webhook",
    "events": ["alarm", "backup"],
    "enabled": True,
    "host": "chat.example.com",
    "port": 0,
    "security": "none",
    "username": None,
    "sender": "",
    "recipients": [],
    "ca_pem": None,
    "state": "failed",
    "state_reason": "It answers 500.",
    "state_reason_fact": {
        "code": "webhook-refused",
        "params": {"address": "chat.example.com", "status": 500},
    },
    "created_at": TIME,
    "updated_at": TIME,
}
MAIL = {
    **WEBHOOK,
    "id": "r2",
    "name": "night",
    "kind": "mail",
    "enabled": False,
    "host": "mail.example.com",
    "port": 587,
    "security": "starttls",
    "username": "helion",
    "sender": "undercloud@example.com",
    "recipients": ["ops@example.com", "night@example.com"],
    "state": "ready",
    "state_reason": None,
    "state_reason_fact": None,
}
