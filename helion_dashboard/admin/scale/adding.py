"""The page that asks how many servers a role shall have, and where the new ones come from.

It works as a plain form. With the page's module it is sent in the background, so that nothing that
was typed is lost on an error, passwords included: they are never sent back.
"""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from helion_dashboard.admin.scale import asked, forms, new_servers, planning, preview, role_cards
from helion_dashboard.admin.scale.node_choices import offer
from helion_dashboard.api import errors
from helion_dashboard.api.lifecycle import client as lifecycle


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def add(request, role):
    """Show the form, or take it: on to the plan, or 422 with the errors by field."""
    title = _("Add servers")
    refused = planning.refusal(request, title)
    if refused:
        return refused
    try:
        found = lifecycle.roles(request)
    except errors.ServiceError as exc:
        return planning.trouble(request, title, exc)
    chosen = next((one for one in found.roles if one.name == role), None)
    if not found.stack:
        return planning.back(request, _("There is no overcloud yet: deploy it first."))
    if chosen is None:
        return planning.back(request, _("There is no role “%s”.") % role[:80])
    title = _("Add servers: %s") % chosen.title
    full = role_cards.Card(chosen).full
    if full:
        return planning.back(request, f"{chosen.title}: {full}.")

    sent = request.method == "POST"
    form = forms.AddForm(
        *([request.POST, request.FILES] if sent else []),
        offer=offer(request, chosen, request.POST.get("driver") or request.GET.get("driver", "")),
        have=chosen.count,
        most=chosen.maximum,
        initial=_initial(request),
    )

    def page(new, status=200):
        context = {"page_title": title, "role": chosen, **for_page(form, new)}
        return render(request, "helion_dashboard/scale/add.html", context, status=status)

    def ask(new):
        return {
            "action": "scale_out",
            "role": chosen.name,
            "count": form.cleaned_data["count"],
            "nodes": form.chosen(),
            "imported": new.token or None,
        }

    if not sent:
        return page(new_servers.Newcomers())
    return planning.take(request, form, page, ask, form_url=request.path)


def for_page(form, new):
    """What the pages with a :class:`~.forms.SourceForm` have in common.

    :param new: the :class:`~.new_servers.Newcomers` that were read with this request
    """
    return {
        "form": form,
        "offer": form.offer,
        "source": form["source"].value(),
        "chosen": form["nodes"].value() or [],
        "preview": preview.preview(new.imported) if new.imported else None,
        "token": new.token or (not form.is_bound and form["token"].value()) or "",
        "kept": new_servers.kept(new.names) or (not form.is_bound and form["kept"].value()) or "",
        "scripts": {
            "asking": _("The services are being asked…"),
            "addsOne": _("Adds one server."),
            "addsMany": _("Adds %(n)d servers."),
            "tooLarge": _("The file is larger than 1 MiB: split it."),
            "noText": _("The file is no text in UTF-8."),
        },
        "fields_url": reverse("horizon:admin:uc_nodes:driver_fields"),
    }


def earlier(request):
    """The :class:`~.asked.Asked` of the plan ``?plan=`` from which the user came back."""
    return asked.recall(request, request.GET.get("plan", ""))


def source_of(before):
    """The form's initial values for what was asked ``before``."""
    wanted = before.request
    nodes = wanted.get("nodes") or wanted.get("with")
    source = forms.SourceForm.FILE if before.new else forms.SourceForm.AUTO
    return {
        "source": forms.SourceForm.PICK if nodes else source,
        "nodes": nodes or [],
        "token": wanted.get("imported") or "",
        "kept": new_servers.kept(before.new),
    }


def _initial(request):
    before = earlier(request)
    if before and before.request.get("action") == "scale_out":
        return {**source_of(before), "count": before.request["count"]}
    source = request.GET.get("source", "")
    return {"source": source} if source in dict(forms.AddForm.base_fields["source"].choices) else {}
