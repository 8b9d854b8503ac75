"""Sentences of the Ringos service."""

from django.utils.translation import gettext_lazy as _

from helion_dashboard.api import messages

MESSAGES = {
    "add-devices": _("Add the devices to the rings"),
    "bring-devices": _("Add {devices} to the rings"),
    "check-rings": _("Check the rings"),
    "devices-missing": _("Name the new devices."),
    "disk-room": _("The disks that remain would be {percent} % full."),
    "disk-room-unknown": _("How full the disks are is not known."),
    "drain-devices": _("Drain {devices}"),
    "move-parts-away": _("Lower the weight to {percent} %"),
    "move-parts-in": _("Raise the weight to {percent} %"),
    "parts-moved": _("replication to move the parts"),
    "parts-moving": _("Parts move; not yet done: {servers}"),
    "parts-stay": _(
        "{count} parts are still on the devices after {rounds} rebalances: the other devices have"
        " no room for them, or may not take them by their zones."
    ),
    "remove-devices": _("Remove the devices from the rings"),
    "ring-device-exists": _("The rings have the device {device} of {server} already."),
    "ring-device-not-found": _("No ring has these devices of {server}."),
    "ring-edited": _(
        "Somebody else changed the ring {ring} meanwhile. It stays as it is: check weights and"
        " devices, and start the operation anew."
    ),
    "ring-empty": _("The ring {ring} has no device. Add the first with swift-ring-builder."),
    "ring-large-enough": _("Enough devices remain for all replicas."),
    "ring-not-found": _("There is no ring {name}."),
    "ring-plan-changed": _("What would move has changed since you read it. Read it again."),
    "ring-push-configured": _("Rings can be copied to the servers."),
    "ring-push-failed": _("The command that copies the rings to the servers failed: {reason}"),
    "ring-push-missing": _(
        "Rings cannot be copied to the servers: neither [ringos] copies nor push_command is set."
    ),
    "ring-push-wait": _("Rings on their way to {servers}"),
    "ring-rebalance-due": _("the next rebalance of the ring {ring}"),
    "ring-rebalance-wait": _("The ring {ring} may be rebalanced again in {minutes} min."),
    "ring-shares-servers": _(
        "Replicas of {rings} would share a server: if it fails, objects cannot be read."
    ),
    "ring-too-small": _(
        "{devices} devices would remain in the ring {ring}, for {replicas} replicas."
    ),
    "rings-on-servers": _("the servers to have the new rings"),
    "rings-missing": _("There is no builder file in {folder}."),
    "rings-not-configured": _("[ringos] rings_dir is not configured."),
    "rings-swift-missing": _("Swift is not installed beside the service. Install swift with pip."),
    "rings-unreadable": _("{path} cannot be read: {reason}."),
    "rings-writable": _(
        "{path} is not read: others than the service's user and root may write it."
    ),
    "server-lost": _("{servers} does not answer. Its parts are copied from the other replicas."),
    "servers-answer": _("all storage servers to answer"),
    "servers-answer-all": _("All storage servers answer."),
    "servers-silent": _("{servers} do not answer. New rings must reach all servers."),
    "weights-back": _(
        "The weights are as they were. Parts that have moved come back with the next rebalances."
    ),
}

messages.register(MESSAGES)
