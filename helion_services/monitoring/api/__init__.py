"""The REST resources of the monitoring service, below ``/monitoring/v1``."""

from apiflask import APIBlueprint

from helion_services.monitoring.api import actions, objects, receivers, results, status
from helion_services.monitoring.icinga import Icinga
from helion_services.monitoring.objects import Objects


def blueprint(runtime):
    """All views, over ``runtime``."""
    views = APIBlueprint("monitoring", __name__, url_prefix="/monitoring/v1", tag="monitoring")
    conf = runtime.conf.monitoring
    icinga = Icinga(conf)
    content = Objects(icinga, conf.cache)
    for module in (status, objects, actions, results, receivers):
        module.add(views, runtime, icinga, content)
    return views
