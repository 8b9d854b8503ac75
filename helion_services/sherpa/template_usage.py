"""Which stacks use a Heat template: made from it, or with it among their files."""

import yaml
from keystoneauth1 import exceptions as keystoneauth

from helion_services.base.threads import Pool
from helion_services.sherpa import glance

_MOST = 200  # stacks
_PARALLEL = 4


def of(clouds, body):
    """``{"servers", "stacks", "complete"}`` of a template's text; raises keystoneauth's exceptions.

    The stacks are those of the service's own project, which has the overcloud's.
    """
    api = clouds.adapter(glance.CLOUD, "orchestration")
    stacks = api.get("/stacks", params={"limit": _MOST}).json()["stacks"]
    content = _plain(yaml.safe_load(body))
    with Pool(_PARALLEL) as pool:
        uses = list(pool.map(lambda stack: _uses(api, stack, body, content), stacks))
    listed = [
        {"id": stack["id"], "name": stack["stack_name"], "project_id": stack.get("project")}
        for stack, is_used in zip(stacks, uses, strict=True)
        if is_used
    ]
    return {
        "servers": [],
        "stacks": listed,
        "complete": None not in uses and len(stacks) < _MOST,
    }


def _uses(api, stack, body, content):
    """Whether a stack uses the template, None if Heat does not tell."""
    path = f"/stacks/{stack['stack_name']}/{stack['id']}"
    try:
        if _plain(api.get(f"{path}/template").json()) == content:
            return True
        files = api.get(f"{path}/files").json()
    except keystoneauth.NotFound:  # deleted meanwhile
        return False
    except keystoneauth.ClientException:
        return None
    return body in files.values()


def _plain(item):
    """A template as JSON has it: keys are texts, as are dates."""
    if isinstance(item, dict):
        return {str(key): _plain(value) for key, value in item.items()}
    if isinstance(item, list):
        return [_plain(each) for each in item]
    return item if isinstance(item, bool | int | float) or item is None else str(item)
