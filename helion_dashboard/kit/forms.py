"""Forms: one way to answer them, whether the browser sends them or a module in the background.

A page with a form is declared as a :class:`FormPage`. With the page's module a form is sent in the
background, so that an error loses no input, passwords included: they are never
sent back. Errors of the form's own checks and of the service appear at the fields.

Messages are Django's, in the session: they are shown by the page that one lands on. Horizon's own
would be lost in the answer to a request in the background.
"""

import uuid

from django import forms
from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from helion_dashboard.api import errors
from helion_dashboard.api.ironic import client as ironic
from helion_dashboard.kit import operation_log, picker, rules
from helion_dashboard.kit.rules import in_background, not_allowed_reason

_STATUS = {errors.Conflict: 409, errors.NotFound: 404, errors.Refused: 403, errors.Invalid: 422}


_REMOVE = "remove_"


class Fieldsets:
    """A form whose fields stand in groups; beside :class:`django.forms.Form`.

    A stored secret that its field keeps where it is left empty may be removable by a box below it.

    :cvar FIELDSETS: ``(legend, names of its fields)`` each
    """

    FIELDSETS = ()

    def fieldsets(self):
        """``(legend, fields)`` each; fields that a form took away are left out."""
        return [
            (
                legend,
                [self[name] for pair in names for name in _with_box(pair) if name in self.fields],
            )
            for legend, names in self.FIELDSETS
        ]

    def offer_removal(self, name, label):
        """Offer to remove the stored secret of the field ``name``."""
        self.fields[_REMOVE + name] = forms.BooleanField(label=label, required=False)

    def clean(self):
        """A secret is not replaced and removed together."""
        data = super().clean()
        for box in filter(data.get, self._boxes()):
            if data.get(box.removeprefix(_REMOVE)):
                self.add_error(box, _("Either remove it or enter another."))
        return data

    def without_boxes(self):
        """``(cleaned data without the boxes, names of the secrets to remove)``."""
        data = dict(self.cleaned_data)
        boxes = {box: data.pop(box) for box in self._boxes()}
        return data, [box.removeprefix(_REMOVE) for box, is_ticked in boxes.items() if is_ticked]

    def _boxes(self):
        return [name for name in self.fields if name.startswith(_REMOVE)]


def _with_box(name):
    return name, _REMOVE + name


class NotPossibleError(Exception):
    """A page's form cannot do anything, for the reason in the first argument, if any."""


class FormPage:
    """A page with a form; an instance serves one request. Subclasses declare their own parts.

    :cvar name: of its address
    :cvar title: of the page
    :cvar rule: of our policy, to see and to send it
    :cvar rules: all of them, where seeing and sending it have different ones
    :cvar form_class: of the form
    :cvar fields: fields of the form, by the names that the service has for them; by the code of an
        error that names no field, too
    :cvar submit: words of the button
    :cvar back: words of the link back
    :cvar note: a sentence beside the buttons
    :cvar template: of the page; a panel's own one extends ``helion_dashboard/form.html``
    :cvar stays: the page itself shows what was done
    :cvar stylesheet: path of the panel's own style sheet, below ``static``
    """

    name = ""
    title = ""
    rule = ""
    rules = ()
    form_class = None
    fields = {}  # noqa: RUF012
    submit = gettext_lazy("Save")
    back = gettext_lazy("Back")
    note = ""
    template = "helion_dashboard/form.html"
    stays = False
    stylesheet = ""

    def __init__(self, request, **kwargs):
        """:param kwargs: parts of the page's address, by name"""
        self.request = request
        self.kwargs = kwargs
        #: What was sent, or ``None``.
        self.data = request.POST if request.method == "POST" else None
        #: Of this showing of the page: sent twice, a form does something once.
        self.key = request.POST.get("key") or str(uuid.uuid4())
        #: The form, and others that are sent with it.
        self.form = None
        self.others = ()

    # For panels to override.

    def prepare(self):
        """Make :attr:`form`; may raise service errors, and :class:`NotPossibleError` to go back."""
        self.form = self.form_class(self.data, self.request.FILES or None, initial=self.initial())

    def initial(self):
        """What the fields hold at first."""
        return {}

    def check(self):
        """Put at the fields what only a service can know, beside what else is wrong with them."""

    def save(self):
        """Do it: the address to go on to, or ``None`` to show the form again.

        May raise service errors; they are put at the fields.
        """
        raise NotImplementedError

    def back_url(self):
        """Where the page was come from."""
        raise NotImplementedError

    def context(self):
        """What the page's template needs besides the form."""
        return {}

    def field_errors(self):
        """What is wrong, as :func:`by_field` has it."""
        return by_field(self.form, *self.others)

    def answer_data(self):
        """What else a form gets that was sent in the background and is shown again.

        ``values``, as ``{name: value}``, are put into its fields.
        """
        return {}

    # The kit's part.

    @classmethod
    def urls(cls, address):
        """The pattern for a panel's ``urls.py``, at ``address``."""
        return [path(address, cls.view(), name=cls.name)]

    @classmethod
    def view(cls):
        """The page as a view function of Django."""

        def view(request, **kwargs):
            return cls(request, **kwargs).answer()

        checked = require_http_methods(["GET", "POST"])(view)
        declared = cls.rules or (cls.rule,)
        return rules.declared(sensitive_post_parameters()(checked), *declared)

    def answer(self):
        """Show the form or take it: errors are 422, and JSON for a module."""
        if not rules.allowed(self.request, self.rule):
            return self.trouble(not_allowed_reason(self.rule), 403)
        try:
            self.prepare()
        except errors.ServiceError as exc:
            return self.trouble(exc, status_of(exc))
        except NotPossibleError as exc:
            for sentence in exc.args:
                messages.error(self.request, sentence)
            return redirect(self.back_url())
        if self.data is None:
            return self.page()
        if picker.browses(self.data):
            self.form.errors.clear()  # it is not complete yet
            return self.page()
        url = self._save()
        saved = bool((url or self.stays) and not self.field_errors())
        operation_log.note(self.request, self.name, self.kwargs.values(), done=saved)
        if saved and url:
            return done(self.request, url)
        status = 422 if self.field_errors() else 200
        if in_background(self.request):
            answer = {"errors": self.field_errors(), **self.answer_data()}
            return JsonResponse(answer, status=status)
        return self.page(status)

    def page(self, status=200, **more):
        """The page with the form."""
        context = {
            "page_title": self.title,
            "page": self,
            "form": self.form,
            "stylesheet": self.stylesheet,
            **more,
        }
        if self.form is not None:
            context |= self.context()
        return render(self.request, self.template, context, status=status)

    def trouble(self, trouble, status):
        """The page without a form, and why: a sentence or an error of a service."""
        if in_background(self.request):
            reason = getattr(trouble, "reason", trouble)
            return JsonResponse({"errors": {"__all__": [reason]}}, status=status)
        return self.page(status=403 if status == 403 else 200, trouble=trouble)

    def _save(self):
        valid = [form.is_valid() for form in (self.form, *self.others)]
        try:
            self.check()
            return self.save() if all(valid) and not self.field_errors() else None
        except errors.ServiceError as exc:
            complain(self.form, exc, self.fields)
            return None


class NameTypedForm(forms.Form):
    """What destroys something asks for its name.

    :param name: of the thing
    """

    confirmation = forms.CharField(max_length=255)

    def __init__(self, *args, name, **kwargs):
        super().__init__(*args, **kwargs)
        self.name = name
        self.fields["confirmation"].label = _("Type the name, %s, to confirm") % name

    def clean_confirmation(self):
        if self.cleaned_data["confirmation"].strip() != self.name:
            raise forms.ValidationError(_("This is not the name."))
        return self.name


class MacField(forms.CharField):
    """A MAC in any form; cleaned to lower case with colons, as Ironic keeps it."""

    def __init__(self, **kwargs):
        super().__init__(max_length=255, **kwargs)

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return text
        address = ironic.mac_address(text)
        if not address:
            raise forms.ValidationError(
                _("This is not a MAC address. Enter six pairs, such as 94:18:82:0a:1b:2c.")
            )
        return address


def complain(form, exc, fields=()):
    """Put what a service refused at the fields of ``form`` that it is about.

    :param fields: names of the form's fields, by the service's names for them and by codes of
        errors; those that are not there are called the same on both sides
    """
    names = dict(fields)
    by_name = getattr(exc, "fields", None) or {exc.code: [exc.reason]}
    for name, sentences in by_name.items():
        field = names.get(name, name)
        form.add_error(field if field in form.fields else None, sentences)


def by_field(*forms_of_page):
    """``{name: [sentence, ...]}`` of all forms, by the names that the fields have in the page.

    What belongs to no field is under ``__all__``, with the form's prefix where it has one.
    """
    return {
        form.add_prefix(name): [str(sentence) for sentence in sentences]
        for form in forms_of_page
        for name, sentences in form.errors.items()
    }


def done(request, url, sentence=""):
    """It worked: go on to ``url``, where ``sentence`` is shown."""
    if sentence:
        messages.success(request, sentence)
    if in_background(request):
        return JsonResponse({"url": url})
    return redirect(url)


def failed(request, url, exc):
    """A service did not do it; who came without a module is sent back to ``url``."""
    if in_background(request):
        return JsonResponse({"error": exc.reason}, status=status_of(exc))
    messages.error(request, exc.reason)
    return redirect(url)


def status_of(exc):
    """The HTTP status for an error of a service."""
    return next((status for kind, status in _STATUS.items() if isinstance(exc, kind)), 502)
