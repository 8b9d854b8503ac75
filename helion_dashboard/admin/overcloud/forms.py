"""The form that deploys the overcloud, and the one that asks for its name to undeploy it."""

import itertools

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from helion_dashboard.admin.overcloud import fields


class DeployForm(forms.Form):
    """A field for each of the template's ``parameters``, under the name of the service's errors."""

    def __init__(self, *args, parameters, plan=None, roles=(), **kwargs):
        """
        :param plan: an earlier :class:`~.lifecycle.plans.Plan`, whose values the fields show
        :param roles: :class:`~.lifecycle.roles.Role` each, whose free nodes stand at their counts
        """
        super().__init__(*args, **kwargs)
        self._parameters = parameters
        values = plan.request.get("parameters") or {} if plan else {}
        secrets = plan.secret_parameters if plan else ()
        nodes = {role.name: _nodes(role) for role in roles}
        for parameter in parameters:
            field = fields.field(parameter, values.get(parameter.name))
            if parameter.name in secrets:
                field.help_text = _("Enter it again: secrets are not returned with a plan.")
            if parameter.purpose == "count" and nodes.get(parameter.role):
                field.help_text = f"{field.help_text} {nodes[parameter.role]}".strip()
            self.fields[fields.PREFIX + parameter.name] = field

    def simple(self):
        """``[(title, [field, ...])]`` of the parameters that most deployments set."""
        return self._groups(advanced=False)

    def advanced(self):
        """The same of those that most deployments leave as they are."""
        return self._groups(advanced=True)

    def advanced_wrong(self):
        """Whether an error is among the latter."""
        return any(field.errors for _title, group in self.advanced() for field in group)

    def parameters(self):
        """The values that differ from the template's own."""
        values = {
            parameter.name: fields.value(
                parameter, self.cleaned_data.get(fields.PREFIX + parameter.name)
            )
            for parameter in self._parameters
        }
        return {name: value for name, value in values.items() if value is not None}

    def _groups(self, advanced):
        parameters = [item for item in self._parameters if item.advanced == advanced]
        return [
            (title, [self[fields.PREFIX + parameter.name] for parameter in group])
            for title, group in itertools.groupby(parameters, key=lambda item: item.group)
        ]


def _nodes(role):
    """How many nodes a role could have, ``None`` while that is unknown."""
    if role.free is None or role.preparable is None:
        return None
    free = ngettext("%d node is free", "%d nodes are free", role.free) % role.free
    if not role.preparable:
        return _("%s.") % free
    return _("%(free)s, %(count)d to prepare.") % {"free": free, "count": role.preparable}


class UndeployForm(forms.Form):
    """The name of the stack that will be deleted, typed."""

    name = forms.CharField(
        max_length=255,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
        error_messages={"required": gettext_lazy("Type the name to continue.")},
    )

    def __init__(self, *args, stack, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Type %s to confirm") % stack.name
