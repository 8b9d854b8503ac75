"""What HPE's client sends and how it reads the answers: its calls, written anew from its wire."""

import json


class HTTPError(Exception):
    """An answer of 400 or above; ``details`` is what callers read."""

    def __init__(self, code, details):
        super().__init__(f"{code}: {details}")
        self.code, self.details = code, details


class Client:
    """Its methods return the body, those that change or delete by an id the answer and the body.

    ``person`` has methods named like verbs, which take a path, ``headers`` and ``data``.
    """

    def __init__(self, person):
        self._person = person

    def _request(self, method, path, body=None, send=True):
        headers = {
            "Accept": "application/json",
            "Content-Type": "application/json",
            "User-Agent": "python-eonclient",
        }
        options = {"data": json.dumps(body)} if send else {}
        answer = getattr(self._person, method)(f"/{path}", headers=headers, **options)
        if answer.status_code >= 400:
            raise HTTPError(answer.status_code, _details(answer))
        assert answer.headers["Content-Type"].startswith("application/json")
        return answer, json.loads(answer.text)

    def _get(self, path):
        return self._request("get", path, send=False)[1]

    def get_resource_mgr_list(self, _type=None):
        return self._get("v2/resource_mgrs" + (f"?type={_type}" if _type else ""))

    def get_resource_mgr(self, _id):
        return self._get(f"v2/resource_mgrs/{_id}")

    def add_resource_mgr(self, data):
        return self._request("post", "v2/resource_mgrs/", data)[1]

    def update_resource_mgr(self, _id, data):
        return self._request("put", f"v2/resource_mgrs/{_id}", data)[1]

    def delete_resource_mgr(self, _id):
        return self._request("delete", f"v2/resource_mgrs/{_id}", send=False)

    def get_resource_list(self, _type=None, state=None, list_supported_types=None):
        query = [f"type={_type}"] if _type else []
        query += [f"state={state}"] if state else []
        query += ["list_supported_types"] if list_supported_types else []
        return self._get("v2/resources" + (f"?{'&'.join(query)}" if query else ""))

    def get_resource(self, _id):
        return self._get(f"v2/resources/{_id}")

    def add_resource(self, data):
        return self._request("post", "v2/resources/", data)[1]

    def update_resource(self, _id, data):
        return self._request("put", f"v2/resources/{_id}", data)

    def delete_resource(self, _id):
        return self._request("delete", f"v2/resources/{_id}", send=False)

    def get_resource_template(self, type_, data=None):
        return self._request("post", f"v2/resources/{type_}/get_template/", data)[1]

    def activate_resource(self, _id, data):
        return self._request("post", f"v2/resources/{_id}/activate/", data)[1]

    def provision_resource(self, _id, data):
        return self._request("post", f"v2/resources/{_id}/provision/", data)[1]

    def deactivate_resource(self, _id, data=None):
        return self._request("delete", f"v2/resources/{_id}/deactivate/", data)[1]


def _details(answer):
    """The client's rule: JSON within JSON, else what is in the first one."""
    message = json.loads(answer.text)["error_message"]
    try:
        return json.loads(message)["description"]
    except ValueError:
        return message
