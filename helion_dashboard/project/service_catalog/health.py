"""How the endpoints of the user's catalog are, in words."""

import collections

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openstack_auth import utils as auth_utils

from helion_dashboard import config
from helion_dashboard.api import endpoint_probe, short_cache
from helion_dashboard.api.endpoint_probe import Cause

# Shorter than the time between two refreshes: it serves several tabs, and a reload.
_SECONDS = 5

REASONS = {
    Cause.REFUSED: gettext_lazy("The connection was refused."),
    Cause.SILENT: gettext_lazy("No answer within %(seconds)g s."),
    Cause.NAME: gettext_lazy("The name of its host is unknown."),
    Cause.CERTIFICATE: gettext_lazy("Its certificate is not trusted: %(detail)s."),
    Cause.TLS: gettext_lazy("Its TLS handshake failed."),
    Cause.CA: gettext_lazy("Not checked: Horizon cannot read its CA file %(detail)s."),
    Cause.NETWORK: gettext_lazy("It cannot be reached: %(detail)s."),
    Cause.NOT_HTTP: gettext_lazy("It does not answer in HTTP."),
    Cause.STATUS: gettext_lazy("It answered with status %(detail)s."),
    Cause.ADDRESS: gettext_lazy("Not checked: the address is not an HTTP URL."),
    Cause.UNASKED: gettext_lazy("Not checked: too many others did not answer in time."),
}


def of_groups(request, groups):
    """``{url: Health}`` of all endpoints, at most seconds old; each address is asked once."""
    user = request.user
    urls = tuple(sorted({row.endpoint.url for group in groups for row in group.rows}))
    return short_cache.remembered(
        ("catalog", user.id, user.project_id, urls),
        _SECONDS,
        lambda: endpoint_probe.check(
            urls,
            project_id=user.project_id,
            verify=auth_utils.get_session().verify,
            seconds=config.get().probe_timeout,
        ),
    )


def state(health):
    """``up``, ``down`` or ``unknown``."""
    return {True: "up", False: "down"}.get(health.up, "unknown")


def draw_counts(healths):
    """How many endpoints are up, down and unknown, as HTML; a button leads to those down."""
    count = collections.Counter(map(state, healths))
    counts = [_("%(up)s up") % {"up": count["up"]}]
    if count["down"]:
        button = (
            '<button type="button" class="btn btn-link helion-failed" data-show-down>{}</button>'
        )
        counts.append(format_html(button, _("%(down)s down") % {"down": count["down"]}))
    if count["unknown"]:
        counts.append(_("%(unknown)s unknown") % {"unknown": count["unknown"]})
    return format_html_join(", ", "{}", ((text,) for text in counts))


def reason(health):
    """Why an endpoint is not up, as a sentence; empty when it is."""
    if health.cause is None:
        return ""
    seconds = config.get().probe_timeout
    return _(REASONS[health.cause]) % {"detail": health.detail, "seconds": seconds}
