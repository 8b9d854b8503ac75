"""One host or service: its output, performance data, notes and history."""

from django.utils.translation import gettext_lazy

from helion_dashboard.admin.monitoring.actions import ACTIONS, item
from helion_dashboard.admin.monitoring.lists import NAMESPACE
from helion_dashboard.api.monitoring import client as monitoring
from helion_dashboard.kit import details
from helion_dashboard.kit.details import Tab


def _services(request, record):
    return {"objects": monitoring.services(request, host_id=record.id, limit=1000).records}


_OBJECTS = "helion_dashboard/monitoring/_objects.html"


def _tab(slug, name, *args, **more):
    return Tab(slug, name, f"helion_dashboard/monitoring/_tab_{slug}.html", *args, **more)


_SERVICES = Tab("services", gettext_lazy("Services"), _OBJECTS, _services)
_RESULT = _tab("result", gettext_lazy("Result"), live=True)
_HISTORY = _tab("history", gettext_lazy("History"), live=True)


class _Object(details.Details):
    rule = "monitoring:see"
    namespace = NAMESPACE
    record_name = "object"
    actions = ACTIONS
    template = "helion_dashboard/monitoring/detail.html"

    def label(self):
        return self.record.label

    def item(self):
        return item(self.record)


class Host(_Object):
    views = {  # noqa: RUF012
        "detail": "host",
        "state": "host_state",
        "index": "hosts",
        "act": "host_act",
    }
    kind = gettext_lazy("Host")
    back = gettext_lazy("All hosts")
    gone = gettext_lazy("The host “%s” is no longer watched.")
    tabs = (_RESULT, _SERVICES, _HISTORY)

    def load(self):
        return monitoring.host(self.request, self.kwargs["host"])


class Service(_Object):
    views = {  # noqa: RUF012
        "detail": "service",
        "state": "service_state",
        "index": "services",
        "act": "service_act",
    }
    kind = gettext_lazy("Service")
    back = gettext_lazy("All services")
    gone = gettext_lazy("The service “%s” is no longer watched.")
    tabs = (_RESULT, _HISTORY)

    def load(self):
        return monitoring.service(self.request, self.kwargs["service"])
