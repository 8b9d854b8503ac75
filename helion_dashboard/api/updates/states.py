"""States of sources, catalogue entries, content and publications, as data."""

from django.utils.translation import gettext_lazy as _

from helion_dashboard.api.states import Kind, State, table

SOURCE = table(
    State("ready", _("Ready"), Kind.READY, ended=True),
    State("disabled", _("Disabled"), Kind.HELD, ended=True),
    State("unreachable", _("Unreachable"), Kind.FAILED, "fa fa-plug-circle-xmark"),
    State("login-refused", _("Authentication failed"), Kind.FAILED, "fa fa-ban"),
    State("certificate-refused", _("Certificate refused"), Kind.FAILED, "fa fa-ban"),
    State("untrusted", _("Not trusted"), Kind.FAILED, "fa fa-ban"),
    State("expired", _("Expired"), Kind.FAILED, "fa fa-clock"),
)

TUF, SIMPLESTREAMS = "tuf", "simplestreams"

SOURCE_KINDS = {
    TUF: _("Signed repository (TUF)"),
    SIMPLESTREAMS: _("Mirror of public cloud images (simplestreams)"),
}

#: What the catalogue says of an entry, and what was done with it here.
ENTRY = table(
    State("available", _("Available"), Kind.NEW),
    State("working", _("In progress"), Kind.MOVING),
    State("local", _("Downloaded"), Kind.READY),
    State("published", _("Published"), Kind.ACTIVE),
    State("suspended", _("Suspended"), Kind.HELD),
    State("withdrawn", _("Withdrawn"), Kind.HELD, "fa fa-circle-xmark"),
)

DOWNLOAD = table(
    State("running", _("Downloading"), Kind.MOVING),
    State("queued", _("Queued"), Kind.MOVING, "fa fa-clock"),
    State("waiting", _("Waiting for the source"), Kind.MOVING, "fa fa-plug-circle-xmark"),
    State("stopping", _("Stopping"), Kind.MOVING),
    State("paused", _("Paused"), Kind.HELD),
    State("failed", _("Failed"), Kind.FAILED),
)

CONTENT = table(
    State("available", _("Verified"), Kind.READY),
    State("missing", _("File missing"), Kind.FAILED),
    State("working", _("In progress"), Kind.MOVING),
    State("published", _("Published"), Kind.ACTIVE),
)

PUBLICATION = table(
    State("publishing", _("Publishing"), Kind.MOVING),
    State("published", _("Published"), Kind.ACTIVE),
    State("superseded", _("Superseded"), Kind.HELD),
    State("removing", _("Removing"), Kind.MOVING),
)

KINDS = {
    "update": _("Update"),
    "image": _("Image"),
    "template": _("Template"),
    "plug-in": _("Plug-in"),
    "firmware": _("Firmware"),
}

PRIORITIES = {
    "critical": _("Critical"),
    "high": _("High"),
    "normal": _("Normal"),
    "low": _("Low"),
}

ORIGINS = {"download": _("Downloaded"), "import": _("Imported")}

REASONS = {
    "versions": _("There are enough newer versions"),
    "age": _("Kept long enough"),
    "size": _("All content together is too large"),
}

VISIBILITIES = {"private": _("Private"), "shared": _("Shared"), "public": _("Public")}
