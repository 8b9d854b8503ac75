"""System checks: missing and invalid settings, reported with a hint when Horizon starts."""

import pathlib

from django.conf import settings
from django.core import checks
from openstack_auth import utils as auth_utils

from helion_dashboard.kit.topology import layouts

_ENABLE = (
    "End local_settings.py with: from helion_dashboard.settings import enable; enable(globals())"
)


@checks.register("helion")
def policy_is_loaded(app_configs, **kwargs):
    """Horizon allows what it has no rule for, so our rules must be there."""
    messages = []
    for name in ("POLICY_FILES", "DEFAULT_POLICY_FILES"):
        file = getattr(settings, name, {}).get("helion")
        if not file:
            messages.append(
                checks.Error(f"{name} has no entry “helion”.", hint=_ENABLE, id="helion.E001")
            )
        elif not (pathlib.Path(settings.POLICY_FILES_PATH) / file).is_file():
            messages.append(
                checks.Error(
                    f"The policy file {file} is not there.",
                    hint=f"Correct {name}['helion'].",
                    id="helion.E002",
                )
            )
    return messages


@checks.register("helion")
def session_stays_on_the_server(app_configs, **kwargs):
    """The system's token is not put into a cookie, so it is got anew for every request."""
    if not auth_utils.using_cookie_backed_sessions():
        return []
    return [
        checks.Warning(
            "Sessions are kept in cookies: each page must ask Keystone for a token of the system.",
            hint="Set SESSION_ENGINE to 'django.contrib.sessions.backends.cache'.",
            id="helion.W001",
        )
    ]


@checks.register("helion")
def layouts_can_be_read(app_configs, **kwargs):
    """A layout of the Topology that is wrong is left out, and said with the line of each fault."""
    return [
        checks.Warning(
            sentence,
            hint="Correct the file in the folder that TOPOLOGY_LAYOUTS names.",
            id="helion.W002",
        )
        for error in layouts.load().errors
        for sentence in error.sentences
    ]
