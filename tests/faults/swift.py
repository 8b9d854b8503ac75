"""An object store over the wire."""

from urllib.parse import urlencode

from tests.service.sherpa import swift


class Swift:
    """Objects, as :class:`tests.service.sherpa.swift.Store` has them."""

    reads_headers = True

    def __init__(self):
        self._store = swift.Store()

    def __call__(self, verb, path, query, body, headers):
        target = f"{path}?{urlencode(query)}"
        status, answered, _data = self._store.act(verb.upper(), target, body or b"", headers)
        return status, None, answered

    def put(self, path, data, publication):
        """Store the object of a publication, in a container that is made for it."""
        for place, content in ((path.partition("/")[0], b""), (path, data)):
            headers = {"X-Object-Meta-Helion-Publication": publication}
            self._store.act("PUT", f"{swift.ACCOUNT}/{place}", content, headers)

    def world(self):
        """The objects with their segments; containers may stay."""
        return {"objects": sorted(path for path in self._store.objects if "/" in path)}
