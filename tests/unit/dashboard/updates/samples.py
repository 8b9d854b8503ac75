"""What the tests' Sherpa answers, as its JSON."""

ROOT = '{"signed": {"_type": "root"}, "signatures": []}'
FINGERPRINT = ":".join(["AB"] * 32)
TIME = "2026-11-20T10:00:00Z"

SOURCE = {
    "id": "s1",
    "name": "HDN",
    "kind": "tuf",
    "url": "https://updates.example.com/helion/",
    "username": "me@example.com",
    "proxy": None,
    "enabled": True,
    "fingerprint": FINGERPRINT,
    "state": "untrusted",
    "state_reason": "The signature <b>is</b> wrong.",
    "state_reason_fact": None,
    "entries": 3,
    "expires_at": "2026-12-20T10:00:00Z",
    "refreshed_at": TIME,
    "attempted_at": TIME,
    "created_at": TIME,
    "updated_at": TIME,
}
SOURCE_DETAIL = {**SOURCE, "versions": {"root": 2}, "ca_pem": None, "root": ROOT, "keyring": None}
MIRROR_DETAIL = {
    **SOURCE_DETAIL,
    "kind": "simplestreams",
    "fingerprint": "",
    "root": "",
    "keyring": "-----BEGIN PGP PUBLIC KEY BLOCK-----",
}

DESCRIBED = {
    "name": "overcloud-compute",
    "version": "1.1.1",
    "kind": "image",
    "provider": "HP",
    "size": 209715200,
    "build_no": "45",
    "priority": "critical",
    "reboot": True,
    "published_at": TIME,
    "created_at": TIME,
    "source_id": "s1",
    "source": "HDN",
}
DETAILS = {
    "target": "images/overcloud-compute-1.1.1.qcow2",
    "hashes": {"sha256": "0" * 64},
    "needs": ["overcloud >= 1.1"],
    "notes": "Closes <script>alert(1)</script> a hole.",
    "disk_format": "qcow2",
}
ENTRY = {
    **DESCRIBED,
    "id": "e1",
    "status": "available",
    "content_id": None,
    "operation_id": None,
    "current_version": "1.1.0",
    "replaces": "1.1.0",
    "updated_at": TIME,
}
VERSION = {
    "id": "e0",
    "version": "1.1.0",
    "status": "suspended",
    "published_at": TIME,
    "created_at": TIME,
    "source_id": "s1",
    "content_id": "c0",
}
ENTRY_DETAIL = {**ENTRY, **DETAILS, "versions": [VERSION, {**VERSION, "id": "e1"}]}
FACETS = {
    "kind": {"image": 2, "template": 1},
    "provider": {"HP": 3},
    "status": {"available": 3},
    "priority": {"critical": 1},
    "source_id": {"s1": 3},
}

DOWNLOAD = {
    "id": "c1",
    "operation_id": "o1",
    "entry_id": "e1",
    "source_id": "s1",
    "source": "HDN",
    "name": "overcloud-compute",
    "version": "1.1.1",
    "kind": "image",
    "size": 200 << 20,
    "done": 50 << 20,
    "state": "running",
    "speed": 5 << 20,
    "seconds": 90,
    "reason": None,
    "reason_fact": None,
    "started_by": "admin",
    "created_at": TIME,
}
WAITING = {
    **DOWNLOAD,
    "id": "c2",
    "state": "waiting",
    "speed": None,
    "seconds": None,
    "reason": "HDN <b>does not</b> answer.",
}
FAILED = {**WAITING, "id": "c3", "state": "failed", "done": 0, "reason": "The hash differs."}

PLACE = {
    "id": "p1",
    "state": "published",
    "object_id": "i1",
    "visibility": "public",
    "project_id": None,
}
CONTENT = {
    **DESCRIBED,
    "id": "c1",
    "entry_id": "e1",
    "origin": "download",
    "state": "available",
    "operation_id": None,
    "publications": [],
}
CONTENT_DETAIL = {**CONTENT, **DETAILS}
DISK = {"content_bytes": 1 << 30, "free_bytes": 5 << 30, "reserve_bytes": 1 << 30}

PUBLICATION = {
    "id": "p1",
    "content_id": "c1",
    "kind": "image",
    "name": "overcloud-compute",
    "version": "1.1.1",
    "build_no": "45",
    "state": "published",
    "object_id": "i1",
    "path": None,
    "visibility": "public",
    "project_id": None,
    "published_by": "admin",
    "operation_id": None,
    "created_at": TIME,
    "updated_at": TIME,
}
OFFERS = [
    {"version": "1.1.0", "published_at": TIME, "where": "published"},
    {"version": "1.0.1", "published_at": None, "where": "catalogue"},
]
PUBLICATION_DETAIL = {**PUBLICATION, "roll_back_to": OFFERS}
USAGE = {
    "servers": [{"id": "v1", "name": "compute-0", "project_id": "p"}],
    "stacks": [],
    "complete": False,
}

TEMPLATE_PUBLICATION = {**PUBLICATION_DETAIL, "id": "t2", "kind": "template", "object_id": "t2"}
TEMPLATE = {
    "id": "t2",
    "name": "webserver",
    "version": "2.0",
    "description": "A web server",
    "sha256": "1" * 64,
    "created_at": TIME,
    "body": "heat_template_version: 2018-08-31\nparameters: {}\n# <b>new</b>\n",
    "versions": [
        {"id": "t2", "version": "2.0", "created_at": TIME, "state": "published"},
        {"id": "t1", "version": "1.0", "created_at": TIME, "state": "superseded"},
    ],
    "needs": ["helion-webserver"],
    "needed_by": [{"content_id": "c9", "name": "shop", "version": "3"}],
    "includes": ["init.sh"],
}
FORMER = {
    **TEMPLATE,
    "id": "t1",
    "version": "1.0",
    "body": "heat_template_version: 2018-08-31\nparameters: {}\n# old\n",
}

HOUSEKEEPING = {
    "keep_versions": 2,
    "keep_days": 0,
    "keep_mib": 0,
    "content": [
        {
            "id": "c0",
            "name": "overcloud-compute",
            "version": "1.0.0",
            "kind": "image",
            "size": 3 << 20,
            "created_at": TIME,
            "reason": "versions",
        }
    ],
    "bytes": 3 << 20,
    "disk": DISK,
}

FORM = {
    "kind": "tuf",
    "name": "HDN",
    "url": "https://updates.example.com/helion/",
    "username": "me@example.com",
    "password": "planted",
    "proxy": "",
    "root": ROOT,
    "fingerprint": FINGERPRINT.lower().replace(":", " "),
    "ca_pem": "",
}
