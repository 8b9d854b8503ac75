"""Sentences of the Sirius service."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from helion_dashboard.api import messages

MESSAGES = {
    "apply-backends": ngettext_lazy(
        "Apply {count} back-end section", "Apply {count} back-end sections", "count"
    ),
    "apply-not-configured": _(
        "The service does not know where Cinder finds its back ends: set [sirius]"
        " configuration_file or stack, or download the configuration."
    ),
    "array-not-connected": _("The array {array} is not connected: {reason}"),
    "backend-has-volumes": ngettext_lazy(
        "{count} volume is on the back end {backend}. Delete or migrate it first.",
        "{count} volumes are on the back end {backend}. Delete or migrate them first.",
        "count",
    ),
    "check-arrays": _("Check the arrays"),
    "cinder-does-not-start": _("Cinder did not start all back ends: {reason}"),
    "cinder-file-unreadable": _(
        "Line {line} of Cinder’s configuration is not the name of a section: correct it first."
    ),
    "cinder-reload-failed": _(
        "The command that makes Cinder read its configuration failed: {reason}"
    ),
    "cpg-gone": _("The array {array} no longer has the CPG {cpg}."),
    "hand-over": _("Hand the configuration over to Cinder"),
    "keep-configuration": _("Keep the configuration"),
    "pools-seen": _("{ready} of {total} pools"),
    "pools-to-appear": _("Cinder's scheduler to see the pools"),
    "sections-have-volumes": ngettext_lazy(
        "{count} volume is on back ends that would be taken out of Cinder’s configuration:"
        " {sections}. Delete or migrate it first.",
        "{count} volumes are on back ends that would be taken out of Cinder’s configuration:"
        " {sections}. Delete or migrate them first.",
        "count",
    ),
    "stack-parameter-failed": _("The stack “{stack}” is {status}: {reason}"),
    "stack-parameter-foreign": _(
        "The parameter {parameter} of the stack “{stack}” has a value that was not applied here,"
        " so it could not be put back. Clear it first."
    ),
    "stack-parameter-not-hidden": _(
        "The template of the stack “{stack}” has no hidden parameter {parameter} of the type"
        " string. It would hold passwords."
    ),
    "stack-to-be-ready": _("the stack “{stack}”"),
    "verify-pools": _("Wait for Cinder's scheduler to see the pools"),
    "array-answer": _("{address} does not answer as WSAPI does. Check the port."),
    "array-hangs": _("{address} does not answer."),
    "array-login-refused": _("{address} refuses the user name or password."),
    "array-not-permitted": _(
        "{address} accepts the login, but the user lacks a right: {reason}. Use one with the role"
        " “edit” in all domains."
    ),
    "array-refuses": _("{address} refuses to be read: {reason}"),
    "array-unreachable": _(
        "{address} cannot be reached. Check the address and port, and that WSAPI is enabled on"
        " the array."
    ),
    "backend-empty": _("A back end needs a member. Delete it instead."),
    "backend-mixed": _("A back end has either CPGs or StoreVirtual clusters, not both."),
    "backend-name-invalid": _("Use letters, digits, dots, hyphens and underscores."),
    "backend-name-taken": _("A back end named {name} exists."),
    "backend-not-found": _("There is no back end {backend}."),
    "cinder-not-storable": _("Cinder’s configuration cannot hold a line break or “\\$”."),
    "cpg-name-invalid": _("Cinder’s configuration cannot hold the name of the CPG {cpg}."),
    "cpg-not-on-array": _("The array has no CPG {cpg}."),
    "cpg-not-registered": _("CPG {cpg} is not registered."),
    "cpg-reserved": _("{name} is reserved: it belongs to the back end {backend}."),
    "device-unreachable": _(
        "No device answers at {address}. Check the address, the port, the network in between, and"
        " that the REST interface (WSAPI of an array) is enabled there."
    ),
    "fc-to-iscsi": _(
        "An FC array cannot become an iSCSI array. Unregister it and register it again."
    ),
    "host-invalid": _("Enter an IP address or a host name."),
    "iscsi-address-unknown": _(
        "The array has no iSCSI port with the address {addresses}. Its iSCSI ports: {ports}."
    ),
    "iscsi-address-invalid": _(
        "“{text}” is not an address. Enter IP or IP:port, separated by commas."
    ),
    "iscsi-addresses-missing": _("Enter the iSCSI addresses of the array."),
    "member-not-registered": _("{member} is neither a registered CPG nor a registered cluster."),
    "driver-option-fixed": _("The service sets {option}."),
    "driver-option-logs-passwords": _("{option} would write passwords to Cinder’s log."),
    "driver-option-not-boolean": _("{option} must be true or false."),
    "driver-option-not-integer": _("{option} must be a whole number."),
    "driver-option-not-list": _("{option} must be a list of texts."),
    "driver-option-not-offered": _("{option} must be one of: {choices}."),
    "driver-option-not-storable": _("{option} cannot hold a line break or “\\$”."),
    "driver-option-not-text": _("{option} must be a text."),
    "driver-option-pattern": _("{option} must match {pattern}."),
    "driver-option-secret": _("{option} cannot be set here: it may hold secrets."),
    "driver-option-too-large": _("{option} is at most {limit}."),
    "driver-option-too-small": _("{option} is at least {limit}."),
    "driver-option-unknown": _("The driver {driver} has no option {option}."),
    "storeserv-differs": _(
        "Another array answers there: its serial number is {serial}. Register it separately."
    ),
    "storeserv-in-use": _("Unregister its CPGs first: {names}."),
    "storeserv-name-taken": _("An array named {name} exists."),
    "storeserv-not-found": _("There is no array {array}."),
    "storeserv-registered": _(
        "The array with the serial number {serial} is already registered as {name}."
    ),
    "storevirtual-answer": _("{address} does not answer as LeftHand OS does. Check the port."),
    "storevirtual-missing": _(
        "The management group at {address} has no cluster {name}. Capitals matter."
    ),
    "storevirtual-not-found": _("There is no StoreVirtual cluster {cluster}."),
    "storevirtual-not-in-cinder": _(
        "Cinder removed the StoreVirtual driver in its Ussuri release, so these back ends cannot be"
        " applied: {backends}. Download the configuration for an older Cinder, or delete them."
    ),
    "storevirtual-registered": _("The cluster {name} of {address} is already registered."),
    "storevirtual-reserved": _("{name} is reserved: it belongs to the back end {backend}."),
    "storevirtual-unreachable": _("{address} cannot be reached. Check the address and port."),
    "subnet-invalid": _("Enter a subnet mask such as 255.255.255.0."),
}

messages.register(MESSAGES)
