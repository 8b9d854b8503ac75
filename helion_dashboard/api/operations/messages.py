"""Sentences that all of our own services have in common."""

from django.utils.dateparse import parse_datetime
from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from helion_dashboard.api import messages


def _away(params):
    reason = params["reason"]
    since = localtime(parse_datetime(params["since"]))
    return _("{reason} Trying again since {time}.").format(
        reason=messages.sentence(reason["code"], reason["params"]), time=time_format(since, "H:i")
    )


MESSAGES = {
    # requests
    "audit-event-not-found": _("The audit trail has no event {event}."),
    "bad-idempotency-key": _("Idempotency-Key must have 1 to 255 printable ASCII characters."),
    "field-invalid": _("Invalid value."),
    "field-length": _("Needs a length between {min} and {max}."),
    "field-not-a-boolean": _("Must be true or false."),
    "field-not-a-list": _("Must be a list."),
    "field-not-a-map": _("Must be an object."),
    "field-not-a-number": _("Enter a number."),
    "field-not-an-integer": _("Enter a whole number."),
    "field-not-an-object": _("Must be an object."),
    "field-not-between": _("Must be between {min} and {max}."),
    "field-not-offered": _("Must be one of: {choices}."),
    "field-not-text": _("Enter text."),
    "field-not-utf-8": _("This is not UTF-8 text."),
    "field-null": _("This field must not be empty."),
    "field-number-too-large": _("This number is too large."),
    "field-pattern": _("Contains characters that are not allowed."),
    "field-required": _("This field is required."),
    "field-too-large": _("Must be at most {max}."),
    "field-too-long": _("May have a length of at most {max}."),
    "field-too-short": _("Needs a length of at least {min}."),
    "field-too-small": _("Must be at least {min}."),
    "field-unknown": _("The service does not know this field."),
    "forbidden": _("You are not allowed to do this."),
    "host-not-allowed": _("The request is addressed to a host that is not allowed."),
    "idempotency-answer-lost": _(
        "The request has already begun an operation. Its answer was lost when the service ended."
    ),
    "idempotency-answer-not-kept": _(
        "The request has already taken effect. Its answer is too large to be sent again."
    ),
    "idempotency-key-in-use": _("The same request is still in progress."),
    "idempotency-key-reused": _("This Idempotency-Key was already used for another request."),
    "invalid": _("Some fields are not valid."),
    "malformed-json": _("The body is not valid JSON: {reason}."),
    "malformed-long-number": _("A number in the body has too many digits."),
    "malformed-text": _("The request contains invalid characters."),
    "malformed-too-deep": _("The body is nested too deeply: at most {most} levels are allowed."),
    "malformed-too-many-values": _("The body has too many values: at most {most} are allowed."),
    "marker-not-found": _("This row no longer exists."),
    "more-errors": ngettext_lazy(
        "{count} more error is not listed.", "{count} more errors are not listed.", "count"
    ),
    "password-again": _("Enter the password again: it is not sent to a changed address."),
    "path-too-long": _("A name or an ID in the path is too long: at most {most} characters."),
    "query-too-long": _("The query of the URL is too long: at most {most} characters."),
    "system-role-needed": _(
        "You have no role on the system, which bare metal belongs to. Ask for the role “reader” on"
        " the system to see this, or “admin” to manage it."
    ),
    "unsupported-media-type": _("Send the body as application/json."),
    "unsupported-media-type-bytes": _("Send the body as application/octet-stream."),
    "value-not-offered": _("Must be one of: {values}."),
    "value-not-storable": _(
        "A value is too long or contains characters that the database cannot store."
    ),
    # what a service needs
    "cloud-not-configured": _("The configuration has no credentials for {cloud}."),
    "database-unavailable": _("The service's database does not respond."),
    "internal-error": _("The service failed. Its log has the details under this request ID."),
    "key-manager-failed": _("The key manager failed: {reason}"),
    "keys-unusable": _("The keys of the secrets cannot be used."),
    "secret-not-found": _("Secret {secret} does not exist."),
    "service-away": _away,
    "service-broken": _("{service} failed with an internal error (HTTP {status}). See its log."),
    "service-certificate": _("{service} has a certificate that cannot be verified."),
    "service-failed": _("{service} failed: {reason}"),
    "service-not-json": _(
        "{service} answered with something else than JSON. A proxy may have answered for it."
    ),
    "service-not-in-catalog": _("{service} is not in the service catalog."),
    "service-of-overcloud": _("The overcloud's {service}"),
    "service-refused": _("{service} refused the request: {reason}"),
    "service-retried": _("{reason} Trying again for two minutes."),
    "service-silent": _("{service} does not answer."),
    "service-some": _("A service"),
    "service-unreachable": _("{service} cannot be reached."),
    # operations
    "already-cancelling": _("The operation is already being cancelled."),
    "already-paused": _("The operation is already paused."),
    "already-retried": _("The operation was already retried. Retry the newer operation instead."),
    "already-reverting": _("The operation is already being rolled back."),
    "cancelled": _("Cancelled on request."),
    "continued": _("Continued on request."),
    "secrets-gone": _(
        "The passwords that this operation needs have been deleted. Start it anew and enter them"
        " again."
    ),
    "not-pausable": _("Operations of this kind cannot be paused."),
    "not-paused": _("The operation is not paused."),
    "not-repeatable": _("Operations of this kind cannot be retried. Start it anew."),
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
    "too-late-to-pause": _("The operation has ended, or is being cancelled."),
    "timed-out": _("Timed out after {seconds} s waiting for {what}."),
    # compute services of the overcloud
    "allocation-migration": _("A migration of {vm} has the status “{status}”."),
    "allocation-released": _("Removed a leftover allocation on {host} from Placement. {reason}"),
    "allocation-unknown": _("{consumer} is neither a virtual machine nor a migration of Nova."),
    "allocation-vm-elsewhere": _("{vm} is on {host} now."),
    "allocation-vm-here": _("{vm} is on the host."),
    "compute-service-already-disabled": _("The compute service on {host} was already disabled."),
    "compute-service-deleted": _("Deleted the compute service of {host}"),
    "compute-service-disabled": _("The compute service of {host} is disabled."),
    "compute-service-down": _("The compute service of {host} is down."),
    "compute-service-missing": _("The overcloud's Nova has no compute service on {host}."),
    "compute-service-not-deleted": _("Nova cannot delete the compute service of {host}: {reason}"),
    "compute-services-left": _(
        "{reason} The compute services of {hosts} are left unchanged. If the overcloud's Nova"
        " still runs, delete them and their resource providers there."
    ),
    "computes-awaited": _("{missing}"),
    "computes-missing": _("Timed out after {seconds} s: {missing}"),
    "hosts-still-report": _("{hosts} still report to Nova"),
    "no-compute-service": _("{host} has no compute service yet."),
    "no-hypervisor": _("{host} has no hypervisor yet."),
    "overcloud-absent-hosts-unchecked": _(
        "No overcloud is configured: the hosts are not verified in its Nova."
    ),
    "overcloud-absent-services-stay": _(
        "No overcloud is configured: its compute services are left unchanged."
    ),
    "provider-deleted": _("Deleted the leftover resource provider of {host} in Placement."),
    "provider-has-allocations": _(
        "In Placement, {host} still has allocations of {consumers}, so that its resource"
        " provider cannot be deleted."
    ),
    "provider-in-use": _(
        "Allocations in Placement keep the resource provider of {host}. {reasons}"
    ),
    "step-check-hosts-new": _("Verify that {hosts} are new to the overcloud's Nova"),
    "step-delete-services": _("Delete the compute services of {hosts}"),
    "step-disable-services": _("Disable the compute services on {hosts}"),
    "step-enable-services": _("Enable the compute services on {hosts}"),
    "step-wait-for-computes": _("Wait for {hosts} to join the overcloud's Nova"),
    "step-wait-for-reports": _("Wait for the compute services on {hosts}"),
    "vms-deleted": _("Deleted with {host}: {vms}."),
    "wait-services-down": _("the compute services of {hosts} to be down"),
    "wait-services-up": _("the compute services of {hosts} to be up"),
    "wait-vms-deleted": _("the virtual machines on {host} to be deleted"),
    # TLS with devices and vCenters
    "address-forbidden": _(
        "The service may not connect to {address}. Its option allowed_networks decides that."
    ),
    "certificate-changed": _(
        "The certificate of {address} has changed since you checked it: its fingerprint is now"
        " {fingerprint}."
    ),
    "certificate-expired": _("The certificate of {address} has expired. Renew it there."),
    "certificate-invalid": _("Enter a certificate in PEM format."),
    "certificate-not-yet-valid": _(
        "The certificate of {address} is not valid yet. Renew it there or correct the clock."
    ),
    "certificate-other-name": _(
        "The certificate of {address} was issued for another name. Use a name in the certificate as"
        " the address."
    ),
    "certificate-self-signed": _(
        "The certificate of {address} is not signed by a trusted authority. Check it and"
        " trust it, or provide the certificate of its authority."
    ),
    "certificate-unknown-authority": _(
        "The certificate of {address} is signed by an untrusted authority. Provide the"
        " certificate of the authority, or trust this certificate ({reason})."
    ),
    "no-answer": _("{address} does not answer: {reason}."),
    "tls-failed": _("{address} does not speak TLS ({reason}). Check the port."),
}

messages.register(MESSAGES)
