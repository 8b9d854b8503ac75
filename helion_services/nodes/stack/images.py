"""The parameters of a stack for other images of some servers. Pure functions."""

from helion_services.base.messages import Message
from helion_services.nodes.stack.models import ScaleError
from helion_services.nodes.stack.scale import present


def has_images(stack, role):
    """Whether a stack knows the image of each server of a role."""
    return bool(role.image and role.images in stack.parameters)


def images_of(parameters, role):
    """``{index: image}`` of all servers of a role: what the stack names, an id or a name."""
    own = parameters.get(role.images) or {}
    return {
        index: own.get(index) or parameters.get(role.image) for index in present(parameters, role)
    }


def reimage(parameters, role, changes):
    """Other images, ``{index: image}``, for some servers; the others keep what the stack names.

    Once all have the same, it is the role's image: servers to come get it as well.
    """
    have = images_of(parameters, role)
    wrong = [index for index in changes if index not in have]
    if wrong:
        raise ScaleError(
            Message(
                "scale-index-missing",
                "{role} has no server {indices}.",
                role=role.title,
                indices=wrong,
            )
        )
    after = have | changes
    names = set(after.values())
    default = names.pop() if len(names) == 1 else parameters.get(role.image)
    own = {index: image for index, image in after.items() if image != default}
    return {role.image: default, role.images: own}
