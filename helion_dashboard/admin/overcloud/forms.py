"""The form that deploys the overcloud, and the one that asks for its name before it goes."""

import itertools

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helion_dashboard.admin.overcloud import fields


class DeployForm(forms.Form):
    """A field for each of the template's ``parameters``, under the name of the service's errors."""

    def __init__(self, *args, parameters, **kwargs):
        super().__init__(*args, **kwargs)
        self._parameters = parameters
        for parameter in parameters:
            self.fields[fields.PREFIX + parameter.name] = fields.field(parameter)

    def simple(self):
        """``[(title, [field, ...])]`` of what one mostly wants to say."""
        return self._groups(advanced=False)

    def advanced(self):
        """The same of what mostly stays as it is."""
        return self._groups(advanced=True)

    def advanced_wrong(self):
        """Whether an error is among the latter."""
        return any(field.errors for _title, group in self.advanced() for field in group)

    def parameters(self):
        """What is sent: the values that differ from the template's own."""
        values = {
            one.name: fields.value(one, self.cleaned_data.get(fields.PREFIX + one.name))
            for one in self._parameters
        }
        return {name: value for name, value in values.items() if value is not None}

    def complain(self, exc):
        """Put what the service said, an :class:`~.errors.Invalid`, at the fields."""
        loose = [] if exc.fields else [exc.reason]
        for name, sentences in exc.fields.items():
            if name in self.fields:
                self.add_error(name, sentences)
            else:
                loose += sentences
        for sentence in loose:
            self.add_error(None, sentence)

    def _groups(self, advanced):
        chosen = [one for one in self._parameters if one.advanced == advanced]
        return [
            (title, [self[fields.PREFIX + one.name] for one in group])
            for title, group in itertools.groupby(chosen, key=lambda one: one.group)
        ]


class UndeployForm(forms.Form):
    """The name of what will be deleted, typed."""

    name = forms.CharField(
        max_length=255,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
        error_messages={"required": gettext_lazy("Type the name to go on.")},
    )

    def __init__(self, *args, stack, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Type %s to confirm") % stack.name

    def complain(self, exc):
        """Put what the service said, an :class:`~.errors.Invalid`, at the field."""
        for sentence in exc.fields.get("name") or [exc.reason]:
            self.add_error("name", sentence)
