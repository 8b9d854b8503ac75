"""What is refused with 400, in the words of HPE's service where it had some."""

from helion_services.base.problems import NotFound, Problem

_DUPLICATE = "Registering resource manager failed. Reason: '{}'"


def refused(code, detail, **extra):
    """A request that does not fit the state of things, or never does."""
    return Problem(400, code, detail, **extra)


def invalid(detail, **fields):
    """A request that is wrong: ``fields`` are sentences by field."""
    errors = {name: [text] for name, text in fields.items()}
    return Problem(400, "invalid", detail, errors=errors)


def missing(wanted, given):
    """Fields that must be given and are not."""
    absent = [key for key in wanted if given.get(key) is None]
    return invalid(
        f"Required parameters are not passed. Mandatory keys are {list(wanted)}",
        **dict.fromkeys(absent, "This must be given."),
    )


def no_manager(manager_id):
    """There is no such vCenter."""
    return NotFound(f"There is no vCenter {manager_id}.")


def no_cluster(cluster_id):
    """There is no such cluster."""
    return NotFound(f"There is no cluster {cluster_id}.")


def address_taken(address):
    """Another vCenter is registered with this address."""
    text = f"(resource_manager) by ip_address ({address}) already exists."
    return refused("duplicate", _DUPLICATE.format(text), errors={"ip_address": [text]})


def name_taken(name):
    """Another vCenter is registered with this name."""
    text = f"Two different (resource_manager) with same name ({name}) cannot be registered"
    return refused("duplicate", _DUPLICATE.format(text), errors={"name": [text]})


def vcenter_taken(name):
    """The same vCenter is registered already, under another address."""
    text = f"(resource_manager) is the vCenter that is registered as ({name}) already."
    return refused("duplicate", _DUPLICATE.format(text), errors={"ip_address": [text]})


def too_many(limit):
    """As many vCenters are registered as may be."""
    return refused(
        "too-many-vcenters",
        f"{limit} vCenters are registered, and that is the limit: unregister one first.",
    )


def not_offered(kind):
    """A type of resource of HPE's service that is not offered here."""
    return refused(
        "not-offered",
        f"Type {kind} is either invalid or not supported. Only ESX clusters are offered here, and"
        " they come from vCenters that are registered.",
    )


def in_use(names):
    """A vCenter with clusters that are not merely imported."""
    return refused(
        "in-use",
        "Delete failed, Reason: Found resources in activated or provisioned state:"
        f" {', '.join(names)}. Deactivate them first.",
        clusters=names,
    )


def activation(cluster_id, code, reason, **extra):
    """A cluster that cannot be activated."""
    return refused(code, f"Failed to activate resource {cluster_id}, Reason: {reason}", **extra)


def deactivation(cluster_id, code, reason, **extra):
    """A cluster that cannot be deactivated."""
    return refused(code, f"Failed to deactivate resource {cluster_id}, Reason: {reason}", **extra)
