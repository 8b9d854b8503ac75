"""The template of an activation, to be filled in by a person."""

from helion_services.eon import cloud, network, problems, rendering

_SERVER_GROUP = "RACK1"


def make(runtime, kind, body, profile):
    """The template for resources of a type: ``{"network_properties", "input_model", ...}``.

    :param body: ``mgmt_trunk`` and ``cloud_trunks`` to make it from, or nothing for a sample
    """
    if kind != rendering.TYPE:
        raise problems.not_offered(kind)
    return {
        "network_properties": _network(runtime, body, profile),
        "input_model": {"server_group": _SERVER_GROUP},
        "run_playbook": True,
    }


def _network(runtime, body, profile):
    if not body:
        return network.sample(profile)
    model = cloud.input_model(runtime.conf, runtime.clouds)
    try:
        return network.compute(body, model, profile)
    except network.NotComputable as exc:
        raise problems.NetworkInvalid(
            exc.faults, "Failed to populate network properties JSON for esxcluster, Reason: "
        ) from exc
