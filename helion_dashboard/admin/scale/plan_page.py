"""What the page of a plan shows."""

import dataclasses

from django.urls import reverse
from django.utils.translation import gettext as _

from helion_dashboard import policy
from helion_dashboard.admin.scale import asked, check_links, plan_changes
from helion_dashboard.api.operations import states as operation_states
from helion_dashboard.kit import links


def context(request, plan, conflict=None):
    """The page's context for a :class:`~.lifecycle.plans.Plan`.

    :param conflict: the :class:`~.errors.Conflict` because of which it was not applied
    """
    wanted = asked.recall(request, plan.id)
    change_url = form_url(wanted, plan.id) if wanted else None
    checks = [_check(check, wanted, change_url) for check in plan.checks]
    return {
        "plan": plan,
        "blocks": [check for check in checks if _weight(check) == _weight({"result": "block"})],
        "said": [check for check in checks if _weight(check)],
        "passed": [check for check in checks if not _weight(check)],
        "conflict": conflict,
        "differences": plan_changes.rows(conflict.changes) if conflict else [],
        "change_url": change_url,
        **_home(plan),
        "expired": plan.state == "outdated",
        "allowed": policy.allowed(request, "plan:apply"),
        "topology_url": _topology(plan),
        "operation_url": plan.operation
        and links.url_or_none("horizon:admin:uc_operations:detail", plan.operation),
    }


def _home(plan):
    """Where one goes back to: the page that the plan is for."""
    whole = links.url_or_none("horizon:admin:uc_overcloud:index")
    if plan.action in ("deploy", "undeploy") and whole:
        return {"home_url": whole, "home": _("Overcloud")}
    return {"home_url": reverse("horizon:admin:uc_scale:index"), "home": _("Scale")}


def _topology(plan):
    """The picture of what would be, while the plan says which servers come or leave."""
    there = links.url_or_none("horizon:admin:uc_topology:index")
    waiting = plan.servers and plan.state in ("ready", "blocked")
    return f"{there}?plan={plan.id}" if there and waiting else None


def form_url(wanted, plan):
    """Address of the form that an :class:`~.asked.Asked` came from, with what was entered."""
    return f"{wanted.form}{'&' if '?' in wanted.form else '?'}plan={plan}"


def _check(check, wanted, change_url):
    found = dataclasses.asdict(check)
    if check.result != "pass":
        found["help"] = check_links.link(check.name, wanted, change_url)
    return found


def _weight(check):
    return operation_states.check_result(check["result"]).weight
