"""What a plan depends on, as data: compared when the plan is applied.

A precondition is ``{"kind", "subject", "value"}``, all JSON. Kinds, their subjects and values:

``stack``
    ``{"name"}``; ``{"status", "changed_at"}``, None if it is not deployed
``server``
    ``{"name"}``; ``{"state", "server_status"}``
``node``
    ``{"name"}``; ``{"provision_state", "maintenance", "protected", "retired", "in_use"}``, and
    ``maintenance_reason`` in maintenance
``vms``
    ``{"name"}`` of a compute host; the names of its virtual machines
``check``
    the check's title, ``{"code", "params", "detail"}``; ``pass``, ``warn`` or ``block``
``change``
    a change of the plan, ``{"code", "params", "detail"}``; true

What differs is ``{"kind", "subject", "before", "after"}``; a precondition that only one side has is
None on the other.
"""

import json

from helion_services.nodes.rules import BLOCK, PASS, WARN

_WORST_LAST = (PASS, WARN, BLOCK)


def stack(rolemap, current):
    """The overcloud's stack, or that there is none."""
    value = current and {
        "status": current.status,
        "changed_at": current.updated_at or current.created_at,
    }
    return _precondition("stack", {"name": rolemap.stack}, value)


def servers(members):
    """Servers and the nodes that they are on."""
    rows = []
    for member in members:
        value = {"state": member.state, "server_status": member.server_status}
        rows.append(_precondition("server", {"name": member.name}, value))
    return [*rows, *nodes(member.node for member in members if member.node)]


def nodes(ironic_nodes):
    """Bare-metal nodes."""
    return [
        _precondition(
            "node",
            {"name": node.label},
            {
                "provision_state": node.provision_state,
                "maintenance": node.maintenance,
                "protected": node.protected,
                "retired": node.retired,
                "in_use": bool(node.instance_uuid),
                **({"maintenance_reason": node.maintenance_reason} if node.maintenance else {}),
            },
        )
        for node in ironic_nodes
    ]


def vms(vms_by_host):
    """Virtual machines on compute hosts."""
    return [
        _precondition("vms", {"name": host}, sorted(vm.name for vm in machines))
        for host, machines in vms_by_host.items()
    ]


def of(draft):
    """All that the plan depends on: its facts, checks and changes."""
    results = {}
    for check in draft.checks:
        subject = check.title.as_json()
        key = _key("check", subject)
        worst = max(check.result, results.get(key, (None, PASS))[1], key=_WORST_LAST.index)
        results[key] = (subject, worst)
    return [
        *draft.facts,
        *(_precondition("check", subject, result) for subject, result in results.values()),
        *(_precondition("change", change.as_json(), True) for change in draft.changes),
    ]


def differences(before, after):
    """What differs between two lists of preconditions, in their order."""
    before = {_key(row["kind"], row["subject"]): row for row in before}
    after = {_key(row["kind"], row["subject"]): row for row in after}
    return [
        {
            "kind": row["kind"],
            "subject": row["subject"],
            "before": before.get(key, {}).get("value"),
            "after": after.get(key, {}).get("value"),
        }
        for key, row in {**before, **after}.items()
        if before.get(key, {}).get("value") != after.get(key, {}).get("value")
    ]


def with_nodes(changes, ironic_nodes):
    """``changes`` with the state of nodes that a plan of now would not use.

    Unless the state is the same: then another node is only preferred now.
    """
    values = {_key(row["kind"], row["subject"]): row["value"] for row in nodes(ironic_nodes)}
    rows = []
    for change in changes:
        value = values.get(_key(change["kind"], change["subject"]))
        differs = change["after"] is None and value != change["before"]
        rows.append(change | {"after": value} if differs else change)
    return rows


def _precondition(kind, subject, value):
    return {"kind": kind, "subject": subject, "value": value}


def _key(kind, subject):
    # The English sentence may be worded differently by another release.
    return kind, json.dumps({**subject, "detail": None}, sort_keys=True)
