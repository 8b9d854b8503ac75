"""States of sources, entries, content and publications, as data."""

TUF, SIMPLESTREAMS = SOURCE_KINDS = ("tuf", "simplestreams")

READY = "ready"
DISABLED = "disabled"
UNREACHABLE = "unreachable"
LOGIN_REFUSED = "login-refused"
CERTIFICATE_REFUSED = "certificate-refused"
UNTRUSTED = "untrusted"
EXPIRED = "expired"

SOURCE = (
    READY,
    DISABLED,
    UNREACHABLE,
    LOGIN_REFUSED,
    CERTIFICATE_REFUSED,
    UNTRUSTED,
    EXPIRED,
)
"""``untrusted``: what the source offers is refused, the reason names the attack. ``expired``: its
metadata is older than it may be."""

AVAILABLE = "available"
SUSPENDED = "suspended"
WITHDRAWN = "withdrawn"

ENTRY = (AVAILABLE, SUSPENDED, WITHDRAWN)
"""``suspended``: its publisher advises against it. ``withdrawn``: the source no longer lists it."""

UPDATE = "update"
IMAGE = "image"
TEMPLATE = "template"
PLUGIN = "plug-in"
FIRMWARE = "firmware"

KINDS = (UPDATE, IMAGE, TEMPLATE, PLUGIN, FIRMWARE)
OBJECTS = (UPDATE, PLUGIN, FIRMWARE)
"""Kinds that are published to the object store, where there is one."""

LOW, NORMAL, HIGH, CRITICAL = PRIORITIES = ("low", "normal", "high", "critical")

DOWNLOAD, IMPORT = ORIGINS = ("download", "import")

RUNNING = "running"
QUEUED = "queued"
WAITING = "waiting"
STOPPING = "stopping"
PAUSED = "paused"
FAILED = "failed"

TRANSFER = (RUNNING, QUEUED, WAITING, STOPPING, PAUSED, FAILED)
"""``queued``: for other downloads. ``waiting``: for a source that is away."""

PRESENT = "available"
MISSING = "missing"

CONTENT = (PRESENT, MISSING)
"""``missing``: its file is not there, or has another size."""

PUBLISHING = "publishing"
PUBLISHED = "published"
SUPERSEDED = "superseded"
REMOVING = "removing"

PUBLICATION = (PUBLISHING, PUBLISHED, SUPERSEDED, REMOVING)
"""``superseded``: another version is the current one; images are hidden in Glance's lists."""

PRIVATE, PUBLIC, SHARED = VISIBILITIES = ("private", "public", "shared")
