"""Unpublishing: the image or the template goes, then its row."""

from helion_services.base.messages import Message
from helion_services.base.operations import Step
from helion_services.sherpa import glance, publications, states, templates
from helion_services.sherpa.models import Publication


def steps(request):
    """The steps of a :class:`~.requests.Unpublish`."""
    return (Remove(request), Forget(request))


def dropped(session, operation):
    """It was cancelled before it began: the publication stays."""
    row = session.get(Publication, operation.request["publication"])
    if row is not None:
        row.state = operation.request["former"]


class Remove(Step):
    """The image or the template is gone."""

    def __init__(self, request):
        super().__init__("remove", Message("remove-published", "Delete what was published"))
        self._request = request

    def run(self, work):
        with work.runtime.db.reader() as session:
            row = session.get(Publication, self._request.publication)
        if row is None or row.object_id is None:
            return
        if self._request.kind == states.IMAGE:
            glance.delete(glance.connect(work.clouds), row.object_id)
        else:
            templates.delete(work.runtime.db, row.object_id)

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
