"""The policy rules of the Sherpa service."""

from helion_services.base.policy import ADMIN, READER, rule

_ROOT = "/sherpa/v1"
_SOURCES = f"{_ROOT}/sources"
_ENTRIES = f"{_ROOT}/entries"
_DOWNLOADS = f"{_ROOT}/downloads"
_CONTENT = f"{_ROOT}/content"
_PUBLICATIONS = f"{_ROOT}/publications"
_TEMPLATES = f"{_ROOT}/templates"

RULES = (
    rule("source:list", READER, "List sources.", ("GET", _SOURCES)),
    rule("source:get", READER, "See a source.", ("GET", f"{_SOURCES}/{{id}}")),
    rule("source:create", ADMIN, "Register a source.", ("POST", _SOURCES)),
    rule(
        "source:inspect",
        ADMIN,
        "See the fingerprint of root metadata, and what came with the installation.",
        ("POST", f"{_SOURCES}/inspect"),
        ("GET", f"{_SOURCES}/roots"),
    ),
    rule("source:update", ADMIN, "Change a source.", ("PUT", f"{_SOURCES}/{{id}}")),
    rule("source:refresh", ADMIN, "Read a source again.", ("POST", f"{_SOURCES}/{{id}}/refresh")),
    rule("source:delete", ADMIN, "Unregister a source.", ("DELETE", f"{_SOURCES}/{{id}}")),
    rule(
        "entry:list",
        READER,
        "List catalogue entries and downloads.",
        ("GET", _ENTRIES),
        ("GET", f"{_ENTRIES}/facets"),
        ("GET", _DOWNLOADS),
    ),
    rule("entry:get", READER, "See a catalogue entry.", ("GET", f"{_ENTRIES}/{{id}}")),
    rule(
        "entry:download",
        ADMIN,
        "Download a catalogue entry; pause, resume and cancel downloads.",
        ("POST", f"{_ENTRIES}/{{id}}/download"),
        ("POST", f"{_DOWNLOADS}/{{id}}/pause"),
        ("POST", f"{_DOWNLOADS}/{{id}}/resume"),
        ("DELETE", f"{_DOWNLOADS}/{{id}}"),
    ),
    rule(
        "content:list",
        READER,
        "List local content, and what housekeeping would delete.",
        ("GET", _CONTENT),
        ("GET", f"{_ROOT}/housekeeping"),
    ),
    rule("content:get", READER, "See local content.", ("GET", f"{_CONTENT}/{{id}}")),
    rule(
        "content:import",
        ADMIN,
        "Import content from a file.",
        ("POST", f"{_ROOT}/imports"),
        ("GET", f"{_ROOT}/imports/{{id}}"),
        ("PUT", f"{_ROOT}/imports/{{id}}"),
        ("DELETE", f"{_ROOT}/imports/{{id}}"),
        ("POST", f"{_ROOT}/imports/{{id}}/verify"),
    ),
    rule("content:publish", ADMIN, "Publish content.", ("POST", f"{_CONTENT}/{{id}}/publish")),
    rule(
        "content:delete",
        ADMIN,
        "Delete local content.",
        ("DELETE", f"{_CONTENT}/{{id}}"),
        ("POST", f"{_ROOT}/housekeeping"),
    ),
    rule("publication:list", READER, "List publications.", ("GET", _PUBLICATIONS)),
    rule(
        "publication:get",
        READER,
        "See a publication and what uses it.",
        ("GET", f"{_PUBLICATIONS}/{{id}}"),
        ("GET", f"{_PUBLICATIONS}/{{id}}/usage"),
    ),
    rule(
        "publication:roll_back",
        ADMIN,
        "Roll a publication back to an earlier version.",
        ("POST", f"{_PUBLICATIONS}/{{id}}/roll-back"),
    ),
    rule(
        "publication:unpublish",
        ADMIN,
        "Remove a publication.",
        ("POST", f"{_PUBLICATIONS}/{{id}}/unpublish"),
    ),
    rule(
        "template:list",
        READER,
        "List published templates.",
        ("GET", _TEMPLATES),
    ),
    rule("template:get", READER, "See a published template.", ("GET", f"{_TEMPLATES}/{{id}}")),
)
