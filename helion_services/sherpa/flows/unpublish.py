"""Unpublishing: the image, the template or the object goes, then its row."""

import logging

from keystoneauth1 import exceptions as keystoneauth

from helion_services.base.messages import Message
from helion_services.base.operations import Step
from helion_services.base.problems import Unavailable
from helion_services.sherpa import glance, publications, states, swift, templates
from helion_services.sherpa.models import Publication

LOG = logging.getLogger(__name__)


def steps(request):
    """The steps of a :class:`~.requests.Unpublish`."""
    return (Remove(request), Forget(request))


def dropped(session, operation):
    """It was cancelled before it began: the publication stays."""
    row = session.get(Publication, operation.request["publication"])
    if row is not None:
        row.state = operation.request["former"]


class Remove(Step):
    """The image, the template or the object is gone, which cannot be taken back."""

    def __init__(self, request):
        super().__init__("remove", Message("remove-published", "Delete what was published"))
        self._request = request

    def run(self, work):
        with work.runtime.db.reader() as session:
            row = session.get(Publication, self._request.publication)
        if row is None or row.object_id is None:
            return
        work.disallow_cancel()
        if self._request.kind == states.IMAGE:
            self._delete_image(work, row.object_id)
        elif self._request.kind == states.TEMPLATE:
            templates.delete(work.runtime.db, row.object_id)
        else:
            swift.delete(swift.connect(work.clouds), row.path, row.id)

    def _delete_image(self, work, image_id):
        api = glance.connect(work.clouds)
        try:
            glance.delete(api, image_id)
        except Exception:
            try:
                if glance.get(api, image_id):
                    work.allow_cancel()
            except (keystoneauth.ClientException, Unavailable):  # nobody knows
                LOG.exception("operation %s has no way back", work.id)
            raise

    def undo(self, work):
        publications.change(work.runtime.db, self._request.publication, state=self._request.former)


class Forget(Step):
    """Our table no longer has it."""

    def __init__(self, request):
        super().__init__("forget", Message("forget-publication", "Forget the publication"))
        self._request = request

    def run(self, work):
        work.disallow_cancel()
        publications.delete(work.runtime.db, self._request.publication)
