"""Sentences that all of our own services have in common."""

from django.utils.translation import gettext_lazy as _

from helion_dashboard.api import messages

MESSAGES = {
    # requests
    "bad-idempotency-key": _("Idempotency-Key must have 1 to 255 printable ASCII characters."),
    "forbidden": _("You are not allowed to do this."),
    "idempotency-key-in-use": _("The same request is still in progress."),
    "idempotency-key-reused": _("This Idempotency-Key was already used for another request."),
    "invalid": _("Some fields are not valid."),
    "malformed-json": _("The body is not valid JSON: {reason}."),
    "malformed-text": _("The request contains invalid characters."),
    "marker-not-found": _("This row no longer exists."),
    "unsupported-media-type": _("Send the body as application/json."),
    "value-not-offered": _("Must be one of: {values}."),
    "value-not-storable": _(
        "A value is too long or contains characters that the database cannot store."
    ),
    # what a service needs
    "cloud-failed": _("A cloud service failed: {reason}"),
    "cloud-not-configured": _("The configuration has no credentials for {cloud}."),
    "database-unavailable": _("The service's database does not answer."),
    "internal-error": _("The service failed. Its log has the details under this request ID."),
    "key-manager-failed": _("The key manager failed: {reason}"),
    "keys-unusable": _("The keys of the secrets cannot be used."),
    "secret-not-found": _("Secret {secret} does not exist."),
    # operations
    "already-cancelling": _("The operation is already being cancelled."),
    "already-retried": _("The operation was already retried. Retry the newer operation instead."),
    "already-reverting": _("The operation is already being rolled back."),
    "cancelled": _("Cancelled on request."),
    "not-retryable": _("Only failed or cancelled operations can be retried."),
    "not-rolled-back": _("Not rolled back: {reason}"),
    "operation-ended": _("The operation has ended."),
    "operation-not-found": _("Operation {operation} does not exist."),
    "operation-not-runnable": _("The operation could not be run. See the log of the conductor."),
    "past-no-return": _("The operation has passed its point of no return and will run to its end."),
    "resource-busy": _(
        "“{operation}” is in progress on {resource}. Wait until it ends, or cancel it."
    ),
    "resource-busy-elsewhere": _(
        "Another operation is in progress on {resource}. Wait until it ends, or cancel it."
    ),
    "timed-out": _("Timed out after {seconds} s waiting for {what}."),
}

messages.register(MESSAGES)
