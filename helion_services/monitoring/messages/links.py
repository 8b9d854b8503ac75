"""Where in the dashboard a problem is shown."""

from urllib.parse import quote

from helion_services.monitoring import objects

_PAGES = {
    "operation": "uc_operations/{}/",
    "repository": "uc_backup/repositories/{}/",
    "update": "uc_updates/{}/",
}


def of(conf, key):
    """The address of the page about a problem; empty where the dashboard's is not configured.

    :param key: of the problem, as :mod:`~helion_services.monitoring.messages.problems_now` has it
    """
    kind, _colon, ident = key.partition(":")
    if not conf.dashboard_url:
        return ""
    if kind == "alarm":
        page = f"uc_monitoring/{'services' if '!' in ident else 'hosts'}/{{}}/"
        ident = objects.ident_of(ident)
    else:
        page = _PAGES.get(kind, "")
    return f"{conf.dashboard_url.rstrip('/')}/admin/{page.format(quote(ident, safe=''))}"
