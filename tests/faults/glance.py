"""A Glance over the wire, and the publications that a service keeps of it."""

from helion_services.sherpa.models import Publication
from helion_services.sherpa.states import PUBLISHED, REMOVING
from tests.service.sherpa import glance


class Glance(glance.Glance):
    """Images, as :class:`tests.service.sherpa.glance.Glance` has them."""

    def __init__(self, db):
        super().__init__()
        self._db = db

    def __call__(self, verb, path, query, body):
        if verb == "get":
            return 200, self.get(path, params=query).json()
        if verb == "put":
            headers = {"Content-Type": "application/octet-stream"}
            return 204, self.put(path, data=[body], headers=headers).json()
        if verb == "delete":
            return 204, self.delete(path).json()
        return 200, getattr(self, verb)(path, json=body).json()

    def world(self):
        """The images and the publications, by version."""
        with self._db.reader() as session:
            # That one is being removed is written when the operation begins.
            states = {row.version: PUBLISHED if row.state == REMOVING else row.state
                      for row in session.query(Publication)}  # fmt: skip
        return {
            "images": {
                image["version"]: (image["status"], image["os_hidden"], image["visibility"])
                for image in self.images.values()
            },
            "publications": states,
        }
