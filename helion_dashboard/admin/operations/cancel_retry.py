"""Cancelling an operation, and doing one again."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from helion_dashboard import policy
from helion_dashboard.api import errors
from helion_dashboard.api.operations import client as operations
from helion_dashboard.kit import forms as kit_forms


@require_POST
def cancel(request, operation):
    """Ask the operation to stop and to take back what it did."""
    return _change(request, operation, "operation:cancel", operations.cancel_operation)


@require_POST
def retry(request, operation):
    """Do the same again as a new operation, and go there."""
    return _change(request, operation, "operation:retry", operations.retry_operation)


def why_not_cancel(request, operation):
    """Why an operation that has not ended cannot be cancelled; empty when it can."""
    if operation.cancel_requested:
        return _("It is being cancelled.")
    if operation.state == "reverting":
        return _("It is being undone already.")
    if not operation.can_cancel:
        return _("What it did cannot be taken back any more: it goes on to its end.")
    return _not_allowed(request, "operation:cancel")


def why_not_retry(request, operation):
    """Why an operation that may be done again cannot be by this user; empty when it can."""
    return _not_allowed(request, "operation:retry")


def _change(request, operation, rule, do):
    here = reverse("horizon:admin:uc_operations:detail", args=[operation])
    if not policy.allowed(request, rule):
        return kit_forms.not_allowed(request, here, rule)
    try:
        found = do(request, operation, key=request.POST.get("key") or None)
    except errors.ServiceError as exc:
        return kit_forms.failed(request, here, exc)
    return kit_forms.done(request, reverse("horizon:admin:uc_operations:detail", args=[found.id]))


def _not_allowed(request, rule):
    if policy.allowed(request, rule):
        return ""
    return kit_forms.not_allowed_reason(rule)
