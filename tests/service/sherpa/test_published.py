"""From the distribution network to a real Glance, and a real Swift, and back: by REST alone."""

import hashlib
import time

import pytest

from helion_embedded.simulators.distribution import samples

IMAGE, UPDATE = "helion-webserver", "Helion"
_PATIENCE = 300  # seconds for an operation


class Sherpa:
    """The service of the embedded undercloud, as an administrator of the system.

    :param name: of the content that the test is about
    """

    def __init__(self, undercloud, name):
        self._session = undercloud.connect("system").session
        self._name = name

    def call(self, method, path, **body):
        """The JSON of an answer."""
        endpoint = {"service_type": "content-distribution"}
        answer = self._session.request(path, method, endpoint_filter=endpoint, json=body or None)
        return answer.json() if answer.content else None

    def rows(self, name):
        """All rows of the first page of a list, that are of our content, by version."""
        rows = self.call("GET", f"/{name}?name={self._name}")[name]
        return {row["version"]: row for row in rows}

    def done(self, path, **body):
        """Begin an operation, and wait until it has succeeded."""
        ident = self.call("POST", path, **body)["operation_id"]
        end = time.monotonic() + _PATIENCE
        while True:
            operation = self.call("GET", f"/operations/{ident}")
            if operation["finished_at"]:
                assert operation["state"] == "succeeded", operation["error"]
                return
            assert time.monotonic() < end, operation
            time.sleep(0.2)

    def clear(self):
        """Leave nothing of the content."""
        for row in self.rows("publications").values():
            self.done(f"/publications/{row['id']}/unpublish", force=True)
        for row in self.rows("content").values():
            self.call("DELETE", f"/content/{row['id']}")


@pytest.fixture
def sherpa(undercloud, request):
    sherpa = Sherpa(undercloud, request.param)
    sherpa.clear()
    yield sherpa
    sherpa.clear()


def images(glance):
    """Images in lists, and hidden, by version."""
    return [
        {
            image.properties["version"]: image
            for image in glance.images(name=IMAGE, is_hidden=hidden)
        }
        for hidden in (False, True)
    ]


@pytest.mark.faults
@pytest.mark.parametrize("sherpa", [IMAGE], indirect=True)
def test_an_image_is_published_and_rolled_back(undercloud, sherpa):
    glance = undercloud.connect("admin").image
    for version in ("1.0.0", "1.1.0"):
        entry = sherpa.rows("entries")[version]
        sherpa.done(f"/entries/{entry['id']}/download")
        content = sherpa.rows("content")[version]
        sherpa.done(f"/content/{content['id']}/publish", visibility="public")
    shown, hidden = images(glance)
    assert (list(shown), list(hidden)) == (["1.1.0"], ["1.0.0"])
    image, data = shown["1.1.0"], samples.raw_image("1.1.0")
    assert (image.status, image.size, image.visibility) == ("active", len(data), "public")
    assert image.hash_value == hashlib.sha512(data).hexdigest()
    about = {name: image.properties[name] for name in ("version", "build_no", "source")}
    assert about == {"version": "1.1.0", "build_no": "2026.2", "source": "HDN"}

    again = sherpa.call("POST", f"/content/{content['id']}/publish", visibility="public")
    assert again["operation_id"] is None

    publication = sherpa.rows("publications")["1.1.0"]
    assert publication["object_id"] == image.id
    sherpa.done(f"/publications/{publication['id']}/roll-back", version="1.0.0")
    shown, hidden = images(glance)
    assert (list(shown), list(hidden)) == (["1.0.0"], ["1.1.0"])
    assert hidden["1.1.0"].id == image.id

    sherpa.clear()
    assert images(glance) == [{}, {}]


@pytest.mark.faults
@pytest.mark.parametrize("sherpa", [UPDATE], indirect=True)
def test_an_update_is_an_object(undercloud, sherpa):
    version, entry = next(iter(sherpa.rows("entries").items()))
    sherpa.done(f"/entries/{entry['id']}/download")
    content = sherpa.rows("content")[version]
    sherpa.done(f"/content/{content['id']}/publish")
    publication = sherpa.rows("publications")[version]
    store = undercloud.connect("admin").object_store
    container, _slash, name = publication["path"].partition("/")
    data = store.download_object(name, container=container)
    assert data == bytes(content["size"])  # of zeros, and not one of them less

    sherpa.done(f"/publications/{publication['id']}/unpublish", force=True)
    assert name not in [each.name for each in store.objects(container)]
