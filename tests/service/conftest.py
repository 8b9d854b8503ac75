"""Horizon in this process, its services real: pages are asked through Django's test client."""

import collections
import contextlib
import copy
import re
import uuid
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from requests.adapters import HTTPAdapter

PASSWORD = "embedded"


_SESSIONS = {}
"""Content and cookies of the session of each ``(Keystone, user)`` that has logged in."""


class Browser(Client):
    """A signed-in test client that counts what its pages ask of services.

    A user logs in once; each later client has a new session with what that one began with.
    """

    def __init__(self, undercloud, user, password=PASSWORD):
        super().__init__()
        self._undercloud = undercloud
        key = (undercloud.keystone, user)
        if key not in _SESSIONS:
            self._log_in(user, password)
            _SESSIONS[key] = dict(self.session.items()), self.cookies
        content, cookies = _SESSIONS[key]
        self.cookies = copy.deepcopy(cookies)
        del self.cookies[settings.SESSION_COOKIE_NAME]
        session = self.session  # a new one
        session.update(content)
        session.save()

    def _log_in(self, user, password):
        answer = self.get("/auth/login/")
        region = re.search(r'name="region"[^>]*value="([^"]+)"', answer.content.decode())
        form = {"username": user, "password": password, "auth_type": "credentials"}
        if region:
            form["region"] = region[1]
        answer = self.post("/auth/login/", form)
        assert answer.status_code == 302, f"{user} cannot log in"

    def page(self, path, **query):
        """The text of a page that must answer with 200."""
        answer = self.get(path, query)
        assert answer.status_code == 200, (path, answer.status_code, answer.headers)
        return answer.content.decode()

    def json(self, path, **query):
        """A JSON view, asked as the page's module does."""
        return self.get(path, query, HTTP_X_REQUESTED_WITH="XMLHttpRequest")

    def act(self, action, *nodes, **inputs):
        """The answer to an action on nodes."""
        return self.post(
            "/admin/uc_nodes/act",
            {"action": action, "ids": list(nodes), "inputs": inputs},
            content_type="application/json",
        )

    @contextlib.contextmanager
    def counting(self):
        """Yields a ``Counter`` of calls by service name."""
        ports = {
            urlsplit(service["url"]).port: name
            for name, service in self._undercloud.endpoints["services"].items()
        }
        calls = collections.Counter()
        send = HTTPAdapter.send

        def counted(adapter, request, *args, **kwargs):
            calls[ports.get(urlsplit(request.url).port, request.url)] += 1
            return send(adapter, request, *args, **kwargs)

        HTTPAdapter.send = counted
        try:
            yield calls
        finally:
            HTTPAdapter.send = send


@pytest.fixture
def sign_in(undercloud, settings):
    """``sign_in(user)`` -> :class:`Browser`."""
    settings.OPENSTACK_KEYSTONE_URL = undercloud.keystone
    return lambda user, password=PASSWORD: Browser(undercloud, user, password)


@pytest.fixture
def admin(sign_in):
    return sign_in("admin")


@pytest.fixture
def new_name():
    """A name that no node has yet."""
    return f"test-{uuid.uuid4().hex[:10]}"


@pytest.fixture
def node(ironic, new_name):
    """A freshly enrolled node on the simulated hardware, removed afterwards."""
    enrolled = ironic.create_node(
        name=new_name,
        driver="simulated",
        resource_class="test",
        driver_info={"bmc_address": "10.9.9.9", "bmc_username": "u", "bmc_password": "p"},
    )
    yield enrolled
    if node := ironic.find_node(enrolled.id):
        ironic.set_node_maintenance(node, "end of test")
        ironic.wait_for_node_reservation(node)
        ironic.delete_node(node)
