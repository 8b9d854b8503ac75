"""The overcloud, as the API shows it."""

import dataclasses

import yaml

from helion_services.base.messages import Message
from helion_services.base.problems import NotFound, Unavailable
from helion_services.nodes import roles, stack, undercloud
from helion_services.nodes.api.roles import stack_info
from helion_services.nodes.plans import template_references
from helion_services.nodes.plans.template_values import INTERNAL
from helion_services.overcloud import api, services

_FAILURE = ("resource", "type", "physical_id", "reason")


def show(runtime):
    """The answer of ``GET /overcloud``."""
    rolemap = roles.load(runtime.conf.nodes.roles_file)
    heat = undercloud.heat(runtime.clouds)
    with undercloud.answering("orchestration"):
        current = stack.get(heat, rolemap.stack, outputs=False)
        tree = stack.resources(heat, current) if current else None
        parameters = stack.parameters(heat, rolemap, current)
    # Once it is deployed there is no form.
    choices = {} if current else template_references.choices(runtime.clouds, parameters)
    progress = tree.progress() if tree else None
    of_operation = runtime.operations.progress_on(f"stack:{rolemap.stack}")
    of_stack = progress.percent if progress else 0
    return {
        "stack": stack_info(current),
        "progress": of_stack if of_operation is None else of_operation,
        "operation_running": of_operation is not None,
        "resources": dataclasses.asdict(progress) if progress else None,
        "failures": [
            {name: getattr(failure, name) for name in _FAILURE}
            for failure in (tree.failures() if current and current.failed else ())
        ],
        "parameters": [
            dataclasses.asdict(parameter) | {"choices": choices.get(parameter.name, [])}
            for parameter in parameters
            if parameter.purpose not in INTERNAL
        ],
    }


def events(runtime, limit):
    """The answer of ``GET /overcloud/events``."""
    heat = undercloud.heat(runtime.clouds)
    with undercloud.answering("orchestration"):
        current = _current(runtime, heat)
        rows = stack.events(heat, current, limit) if current else []
    return {"events": [dataclasses.asdict(event) for event in rows]}


def computes(runtime):
    """The answer of ``GET /overcloud/computes``: the compute services of the overcloud's Nova.

    Raises :class:`Unavailable` if Nova does not answer, unless there is no overcloud.
    """
    if not runtime.clouds.has("overcloud"):
        return {"deployed": False, "computes": []}
    try:
        with api.answering():
            rows = services.services(api.compute(runtime.clouds))
    except Unavailable:
        if _is_absent(runtime):
            return {"deployed": False, "computes": []}
        raise
    names = ("host", "enabled", "up", "reason")
    return {
        "deployed": True,
        "computes": [{name: getattr(row, name) for name in names} for row in rows],
    }


def credentials(runtime):
    """The answer of ``GET /overcloud/credentials``.

    The files ask for the password when they are used: it is stored nowhere.
    """
    heat = undercloud.heat(runtime.clouds)
    with undercloud.answering("orchestration"):
        if _current(runtime, heat) is None:
            raise NotFound(
                Message("not-deployed", "There is no overcloud yet. Deploy the overcloud first.")
            )
    group = runtime.conf.overcloud
    if not runtime.clouds.has("overcloud"):
        raise NotFound(
            Message(
                "overcloud-login-missing",
                "The configuration of the services has no login for the overcloud.",
            )
        )
    region = group.region_name or "RegionOne"
    cloud = {
        "auth": {
            "auth_url": group.auth_url,
            "username": "admin",
            "project_name": "admin",
            "user_domain_name": "Default",
            "project_domain_name": "Default",
        },
        "region_name": region,
        "identity_api_version": 3,
    }
    return {
        "clouds_yaml": yaml.safe_dump({"clouds": {"overcloud": cloud}}, sort_keys=False),
        "openrc": _openrc(cloud["auth"], region),
    }


def _openrc(auth, region):
    values = {f"OS_{key.upper()}": value for key, value in auth.items()}
    values |= {"OS_REGION_NAME": region, "OS_IDENTITY_API_VERSION": "3"}
    lines = [f"export {key}={_quoted(value)}" for key, value in values.items()]
    ask = 'read -rsp "Password of admin in the overcloud: " OS_PASSWORD && export OS_PASSWORD'
    return "\n".join([*lines, ask, ""])


def _quoted(value):
    return "'" + str(value).replace("'", "'\\''") + "'"


def _is_absent(runtime):
    """Whether Heat has no stack of the overcloud, as far as Heat answers."""
    try:
        with undercloud.answering("orchestration"):
            return _current(runtime, undercloud.heat(runtime.clouds)) is None
    except Unavailable:
        return False


def _current(runtime, heat):
    rolemap = roles.load(runtime.conf.nodes.roles_file)
    return stack.get(heat, rolemap.stack, outputs=False)
