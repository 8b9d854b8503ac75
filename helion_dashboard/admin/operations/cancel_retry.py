"""Cancelling, pausing, continuing and retrying an operation."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from helion_dashboard import policy
from helion_dashboard.api import errors
from helion_dashboard.api.operations import client as operations
from helion_dashboard.kit import forms as kit_forms
from helion_dashboard.kit.rules import ruled


@require_POST
@ruled("operation:cancel")
def cancel(request, operation):
    """Ask the operation to stop and to roll back what it did."""
    return _change(request, operation, operations.cancel_operation)


@require_POST
@ruled("operation:pause")
def pause(request, operation):
    """Let the operation wait, after its current work, until it is continued."""
    return _change(request, operation, operations.pause_operation)


@require_POST
@ruled("operation:pause")
def go_on(request, operation):
    """Continue the operation."""
    return _change(request, operation, operations.continue_operation)


@require_POST
@ruled("operation:retry")
def retry(request, operation):
    """Start the same again as a new operation, and go there."""
    return _change(request, operation, operations.retry_operation)


def why_not_cancel(request, operation):
    """Why an operation that has not ended cannot be cancelled; empty when it can."""
    if operation.cancel_requested:
        return _("The operation is being cancelled.")
    if operation.state == "reverting":
        return _("The operation is being rolled back.")
    if not operation.can_cancel:
        return _("Past the point of no return: the operation can no longer be rolled back.")
    return _not_allowed(request, "operation:cancel")


def why_not_pause(request, operation):
    """Why this user can neither pause nor continue an operation that bears it; else empty."""
    if not (operation.can_pause or operation.can_continue):
        return ""
    return _not_allowed(request, "operation:pause")


def why_not_retry(request, operation):
    """Why this user cannot retry an operation that can be retried; empty when he can."""
    return _not_allowed(request, "operation:retry")


def _change(request, operation, change):
    page = _page(operation)
    try:
        changed = change(request, operation, key=request.POST.get("key") or None)
    except errors.ServiceError as exc:
        return kit_forms.failed(request, page, exc)
    return kit_forms.done(request, _page(changed.id))


def _page(operation):
    return reverse("horizon:admin:uc_operations:detail", args=[operation])


def _not_allowed(request, rule):
    return "" if policy.allowed(request, rule) else kit_forms.not_allowed_reason(rule)
