"""What Sirius and Cinder say; a service that does not answer is a layer that is not known."""

import dataclasses

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helion_dashboard.api.cinder import client as cinder
from helion_dashboard.api.storage import client as storage
from helion_dashboard.api.wire import has_service
from helion_dashboard.kit.questions import Question, answers
from helion_dashboard.kit.topology.live import Layer

SIRIUS, CINDER = "sirius", "cinder"
TITLES = {SIRIUS: gettext_lazy("Sirius (arrays)"), CINDER: gettext_lazy("Cinder (volume types)")}

_QUESTIONS = (
    Question(SIRIUS, "arrays", storage.storeservs),
    Question(SIRIUS, "cpgs", storage.registered_cpgs),
    Question(SIRIUS, "clusters", storage.storevirtuals),
    Question(SIRIUS, "backends", storage.backends),
    Question(CINDER, "types", cinder.volume_types),
    Question(CINDER, "pools", cinder.pools),
)


@dataclasses.dataclass(frozen=True)
class Inventory:
    """All that they say; what belongs to a layer that is not known is empty, and means nothing.

    :ivar layers: :class:`~..live.Layer` by name
    :ivar arrays: :class:`~helion_dashboard.api.storage.records.StoreServ` each; so the registered
        ``cpgs``, ``clusters`` and ``backends``
    :ivar types: :class:`~helion_dashboard.api.cinder.client.VolumeType` each; so the scheduler's
        ``pools``
    """

    layers: dict
    arrays: tuple = ()
    cpgs: tuple = ()
    clusters: tuple = ()
    backends: tuple = ()
    types: tuple = ()
    pools: tuple = ()

    def knows(self, name):
        """Whether the layer ``name`` answered."""
        return self.layers[name].available


def read(request):
    """The :class:`Inventory` of both services: six questions, whatever there is."""
    layers = {name: Layer(name, str(title)) for name, title in TITLES.items()}
    if not has_service(request.user, storage.SERVICE):
        reason = _("Not in the service catalog of this region.")
        layers[SIRIUS] = dataclasses.replace(layers[SIRIUS], available=False, reason=reason)
    questions = [question for question in _QUESTIONS if layers[question.layer].available]
    results = answers(request, questions)
    for question, (_value, reason) in results:
        if reason:
            layer = layers[question.layer]
            layers[question.layer] = dataclasses.replace(layer, available=False, reason=reason)
    values = {
        question.field: tuple(value)
        for question, (value, _reason) in results
        if layers[question.layer].available
    }
    return Inventory(layers, **values)
