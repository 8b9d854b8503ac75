"""The clusters on the overcloud's controllers, and whether each controller may be taken down."""

from helion_services.monitoring import targets
from helion_services.monitoring.targets import Finding, Target

SERVICE = "node-lifecycle"
_IDENT = "overcloud"
_UNCHECKED = "unchecked"
_STATUSES = {"healthy": 0, "reduced": 1}  # of clusters; all others are critical
_ANSWERS = {"yes": 0, "no": 1, "unknown": 3}
_SINGLETONS = "singletons-on"  # lasts as long as the service runs there, and is no alarm


def look(runtime):
    """A list of one :class:`~.targets.Target`; empty if no cluster is configured there."""
    body = runtime.clouds.adapter("undercloud_system", SERVICE).get("/controllers").json()
    clusters = [each for each in body["clusters"] if each["state"] != _UNCHECKED]
    if not clusters:
        return []
    checks = {each["kind"]: _cluster(each) for each in clusters}
    checks |= {f"takedown of {each['name']}": _takedown(each) for each in body["controllers"]}
    if body["virtual_address"]:
        checks["virtual address"] = _address(body["virtual_address"])
    return [Target(targets.CONTROLLERS, _IDENT, _IDENT, role="services", checks=checks)]


def _cluster(cluster):
    text = "{ready} of {total} members are ready, and {needed} must be.".format(**cluster)
    reasons = [each["reason"]["detail"] for each in cluster["members"] if each["reason"]]
    return Finding(_STATUSES.get(cluster["state"], 2), " ".join([text, *reasons]))


def _takedown(controller):
    answer, reasons = controller["answer"], controller["reasons"]
    status = _ANSWERS[answer]
    # What stops a cluster comes first.
    if answer == "no" and reasons and reasons[0]["code"] == _SINGLETONS:
        status = 0
    return Finding(status, " ".join([f"{answer.capitalize()}.", *(r["detail"] for r in reasons)]))


def _address(virtual):
    if virtual["controller"]:
        return Finding(0, f"{virtual['address']} is on {virtual['controller']}.")
    return Finding(2, virtual["reason"]["detail"])
