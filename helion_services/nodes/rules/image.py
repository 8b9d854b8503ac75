"""Whether servers of a role can be rebuilt with an image."""

from helion_services.base.messages import Message
from helion_services.nodes.rules.check import BLOCK, WARN, blocked, passed
from helion_services.nodes.rules.node import worst

_GIB = 1024**3
_TEMPLATE = ("image.template", Message("check-template-images", "The stack knows images by server"))
_NAMES = ("image.names", Message("check-image-names", "Names of images in the stack"))
_SERVERS = ("image.servers", Message("check-image-servers", "Servers whose image is replaced"))


def template(role, has_images):
    """Whether the stack has the parameters for images of single servers."""
    if has_images:
        return passed(
            *_TEMPLATE,
            Message(
                "template-images-good",
                "The image of each server of {role} can be replaced on its own.",
                role=role,
            ),
        )
    return blocked(
        *_TEMPLATE,
        Message(
            "template-images-missing",
            "The stack comes from a template that has one image for all servers of {role}. Name the"
            " parameters “image” and “images” in the mapping file, and update the stack with the"
            " template that has them.",
            role=role,
        ),
    )


def usable(image, flavor):
    """Whether an image is ready and fits the servers.

    :param image: :class:`~helion_services.nodes.images.Image`
    :param flavor: Nova's, ``{"name", "ram", "disk"}`` in MB and GB, or None if it is unknown
    """
    findings = []
    if image.status != "active":
        message = Message(
            "image-not-active",
            "The image “{name}” is {status}, not active.",
            name=image.label,
            status=image.status,
        )
        findings.append((BLOCK, message))
    if flavor is None:
        message = Message(
            "image-flavor-unknown",
            "Whether {image} fits the servers is unknown: their flavor no longer exists.",
            image=image.label,
        )
        findings.append((WARN, message))
    else:
        findings += _too_large(image, flavor)
    title = Message("check-image", "Image {image}", image=image.label)
    fine = Message("image-fits", "{image} is active and fits the servers.", image=image.label)
    return worst("image.usable", title, findings, fine)


def names(ambiguous):
    """Whether Heat can tell which image each name in the stack stands for.

    :param ambiguous: ``{name: number of images}`` of those that it cannot
    """
    if not ambiguous:
        return passed(
            *_NAMES, Message("image-names-good", "Each name in the stack stands for one image.")
        )
    reasons = [
        Message(
            "image-name-ambiguous",
            "The stack names an image “{name}”, and Glance has {count} of that name. Rename or hide"
            " all but one.",
            name=name,
            count=count,
        )
        for name, count in ambiguous.items()
    ]
    return blocked(*_NAMES, Message("image-names-bad", "{reasons}", reasons=reasons))


def servers(changing, total, broken):
    """Whether there are servers to rebuild, and all of the role are whole.

    Heat would replace a broken one, on a node that is not free, with the next update of its role.

    :param changing: how many have another image
    :param total: how many were selected
    :param broken: names of servers of the role that are not deployed
    """
    if broken:
        return blocked(
            *_SERVERS,
            Message(
                "image-servers-broken",
                "{servers} are not deployed, or have an error. Replace or remove them first.",
                servers=broken,
            ),
        )
    if not changing:
        return blocked(
            *_SERVERS,
            Message(
                "image-same",
                "Nothing to do: all {count} selected servers have this image.",
                count=total,
            ),
        )
    return passed(
        *_SERVERS,
        Message(
            "image-servers-good",
            "{changing} of {count} servers get another image.",
            changing=changing,
            count=total,
        ),
    )


def rebuildable(node):
    """Whether Ironic would deploy a node again, a
    :class:`~helion_services.nodes.ironic.Node`."""
    findings = []
    if node.protected:
        protected = Message(
            "rebuild-node-protected",
            "{node} is protected: Ironic does not rebuild it.",
            node=node.label,
        )
        findings.append((BLOCK, protected))
    if node.maintenance:
        maintained = Message(
            "rebuild-node-maintenance",
            "{node} is in maintenance: Ironic does not rebuild it.",
            node=node.label,
        )
        findings.append((BLOCK, maintained))
    if node.reservation:
        locked = Message(
            "node-locked-now", "{node} is locked by Ironic at the moment.", node=node.label
        )
        findings.append((WARN, locked))
    title = Message("check-node-rebuild", "{node} can be rebuilt", node=node.label)
    fine = Message(
        "node-rebuildable", "{node} is neither protected nor in maintenance.", node=node.label
    )
    return worst("image.node", title, findings, fine)


def _too_large(image, flavor):
    """``(BLOCK, Message)`` for each size that the flavor does not have."""
    disk = max(image.min_disk, -(-(image.size or 0) // _GIB))
    if disk > flavor["disk"]:
        yield (
            BLOCK,
            Message(
                "image-needs-disk",
                "{image} needs {needed} GB of disk; the flavor {flavor} has {have} GB.",
                image=image.label,
                needed=disk,
                flavor=flavor["name"],
                have=flavor["disk"],
            ),
        )
    if image.min_ram > flavor["ram"]:
        yield (
            BLOCK,
            Message(
                "image-needs-memory",
                "{image} needs {needed} MB of memory; the flavor {flavor} has {have} MB.",
                image=image.label,
                needed=image.min_ram,
                flavor=flavor["name"],
                have=flavor["ram"],
            ),
        )
