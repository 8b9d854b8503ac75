"""A Keystone that gives out tokens with a catalog."""

import datetime

_SOON = 20  # seconds; a token that ends so soon is replaced before it is used again
_LATER = 3600


class Keystone:
    """Tokens for any login; ``catalog`` is ``{type: URL}``.

    ``brief`` is whether each request needs a new token.
    """

    def __init__(self, catalog, region, brief=False):
        self._catalog = [
            {
                "type": kind,
                "name": kind,
                "id": kind,
                "endpoints": [
                    {"id": kind, "interface": "public", "region": region, "region_id": region,
                     "url": url}
                ],
            }
            for kind, url in catalog.items()
        ]  # fmt: skip
        self._is_brief = brief

    def __call__(self, verb, path, query, body):
        if path != "/v3/auth/tokens":
            links = [{"rel": "self", "href": "http://keystone.test/v3/"}]
            return 200, {"version": {"id": "v3.14", "status": "stable", "links": links}}
        moment = datetime.datetime.now(datetime.UTC)
        end = moment + datetime.timedelta(seconds=_SOON if self._is_brief else _LATER)
        token = {
            "methods": ["password"],
            "user": {"id": "u", "name": "helion", "domain": {"id": "d", "name": "Default"}},
            "issued_at": f"{moment:%Y-%m-%dT%H:%M:%S}.000000Z",
            "expires_at": f"{end:%Y-%m-%dT%H:%M:%S}.000000Z",
            "catalog": self._catalog,
        }
        return 201, {"token": token}, {"X-Subject-Token": "token"}
