"""What a plan was asked for, by its id: the service does not say it again.

It is kept with the session, for the last few plans, so that they can be changed or made again. It
holds no secret: new servers are a token that the service gave for them.
"""

import dataclasses

_KEY = "helion_plans"
_MOST = 10


@dataclasses.dataclass(frozen=True)
class Asked:
    """A request for a plan.

    :ivar request: what :func:`~helion_dashboard.api.lifecycle.client.create_plan` was given
    :ivar form: address of the form that it came from
    :ivar new: names of the new servers that its token stands for
    """

    request: dict
    form: str
    new: list = dataclasses.field(default_factory=list)


def remember(request, plan, asked):
    """Keep an :class:`Asked` for the plan with this id."""
    kept = request.session.get(_KEY, {})
    kept[plan] = dataclasses.asdict(asked)
    request.session[_KEY] = dict(list(kept.items())[-_MOST:])


def recall(request, plan):
    """The :class:`Asked` of a plan, or ``None`` when nothing is known of it any more."""
    found = request.session.get(_KEY, {}).get(plan)
    return Asked(**found) if found else None
