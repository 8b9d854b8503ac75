"""*Enable* and *Disable*, of what rests without being forgotten."""

from django.utils.translation import gettext_lazy

from helion_dashboard.kit.actions import Action, Condition


def switches(rule, enable, disable, text):
    """The two :class:`~.actions.Action` of things whose item has ``enabled``, set or not.

    :param rule: of our policy, for both
    :param enable: ``enable(request, id)``; ``disable`` likewise
    :param text: what disabling means, for its dialog
    """
    return (
        Action(
            "enable",
            gettext_lazy("Enable"),
            rule,
            run=enable,
            immediate=True,
            needs=(Condition("enabled", "unset", gettext_lazy("Already enabled.")),),
        ),
        Action(
            "disable",
            gettext_lazy("Disable"),
            rule,
            text,
            run=disable,
            needs=(Condition("enabled", "set", gettext_lazy("Already disabled.")),),
        ),
    )
