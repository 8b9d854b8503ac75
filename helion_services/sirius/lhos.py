"""StoreVirtual clusters over the REST interface of LeftHand OS.

HPE's client is abandoned, and hides why a login fails; the few requests are made here. LeftHand OS
counts in bytes. It says nothing of the management group's managers.
"""

import contextlib

import requests

from helion_services.base.messages import Message
from helion_services.sirius import access, states
from helion_services.sirius.access import DeviceError

_MIB = 1024**2
_REFUSED = (401, 403)


def url(root):
    """The address of the interface on a web server, as Cinder's driver wants it."""
    return f"{root}/lhos"


def read(login, name, timeout):
    """Log in, read the cluster called ``name``, and log out.

    Returns ``{"modules": addresses of its storage systems, "module_count", "virtual_ips":
    [{"address", "netmask"}], "total_mib", "free_mib", "api_version"}``; raises
    :class:`.access.DeviceError`.

    :param login: an :class:`.access.Login`
    :param timeout: seconds for each answer
    """
    address = login.hostname
    with _border(address), access.session(login) as http:
        group = _Group(http, url(login.root), address, timeout)
        group.log_in(login)
        try:
            answer = group.get("/clusters", {"name": name})
        finally:
            group.log_out()
        if answer is None or answer["name"] != name:
            raise _missing(address, name)
        return {**_cluster(answer), "api_version": group.version}


class _Group:
    """The interface of a management group, for one session."""

    def __init__(self, http, root, address, timeout):
        self._http, self._root, self._address = http, root, address
        self._timeout = timeout
        self.version = None

    def log_in(self, login):
        body = {"user": login.username, "password": login.password}
        answer = self._request("POST", "/credentials", json=body)
        if answer.status_code in _REFUSED:
            raise access.login_refused(self._address)
        self._check(answer)
        self.version = answer.headers.get("X-API-Version")
        self._token = str(answer.json()["authToken"])
        self._http.headers["Authorization"] = self._token

    def get(self, path, query):
        """The JSON there; None if it does not exist."""
        answer = self._request("GET", path, params=query)
        if answer.status_code == 404:
            return None
        self._check(answer)
        return answer.json()

    def log_out(self):
        with contextlib.suppress(requests.RequestException):
            self._request("DELETE", f"/credentials/{self._token}")

    def _request(self, method, path, **more):
        return self._http.request(method, self._root + path, timeout=self._timeout, **more)

    def _check(self, answer):
        if answer.ok and not answer.is_redirect:
            return
        with contextlib.suppress(ValueError, AttributeError):
            body = answer.json()
            reason = body.get("message") or body.get("desc")
            if reason:
                raise access.refuses(self._address, str(reason))
        raise access.refuses(self._address, f"HTTP {answer.status_code}")


def _border(address):
    """Turns what requests raises into an :class:`.access.DeviceError`."""
    return access.border(
        address,
        Message(
            "storevirtual-unreachable",
            "{address} cannot be reached. Check the address and port.",
            address=address,
        ),
        Message(
            "storevirtual-answer",
            "{address} does not answer as LeftHand OS does. Check the port.",
            address=address,
        ),
    )


def _missing(address, name):
    message = Message(
        "storevirtual-missing",
        "The management group at {address} has no cluster {name}. Capitals matter.",
        address=address,
        name=name,
    )
    return DeviceError(states.MISSING, message, "name")


def _cluster(body):
    modules = [str(address) for address in body["storageModuleIPAddresses"]]
    return {
        "modules": modules,
        "module_count": int(body.get("moduleCount", len(modules))),
        "virtual_ips": [
            {"address": each["ipV4Address"], "netmask": each.get("ipV4NetMask")}
            for each in body.get("virtualIPAddresses") or ()
        ],
        "total_mib": int(body["spaceTotal"]) // _MIB,
        "free_mib": int(body["spaceAvailable"]) // _MIB,
    }
