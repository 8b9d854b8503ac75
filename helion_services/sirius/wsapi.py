"""Arrays over HPE's WSAPI, by HPE's own client.

Capacities are in MiB, as WSAPI has them.
"""

import contextlib
import ipaddress

import requests
from hpe3parclient import client, exceptions
from hpe3parclient.http import HTTPJSONRESTClient

from helion_services.base import threads
from helion_services.base.messages import Message
from helion_services.sirius import access

_RAID = {1: "RAID 0", 2: "RAID 1", 3: "RAID 5", 4: "RAID 6"}
_HEALTH = {1: "normal", 2: "degraded", 3: "failed", 99: "unknown"}
_FC, _ISCSI = 1, 2


def url(root):
    """The address of WSAPI on a web server, as Cinder's driver wants it."""
    return f"{root}/api/v1"


def read(login, timeout):
    """Log in, read all, and log out: ``{"system", "ports", "cpgs"}``.

    The three lists are read side by side: an array takes its time for each.

    Raises :class:`.access.DeviceError`.

    :param login: an :class:`.access.Login`
    :param timeout: seconds for each answer
    """
    with _session(login, timeout) as array:
        system, ports, cpgs = _side_by_side(
            array.getStorageSystemInfo, array.getPorts, array.getCPGs
        )
        free = system.get("freeCapacityMiB", 0)
        return {
            "system": _system(system),
            "ports": [_port(port) for port in ports["members"]],
            "cpgs": [_cpg(cpg, free) for cpg in cpgs["members"]],
        }


def _side_by_side(*questions):
    """The answers in the order of the questions; the first that fails there is raised."""
    with threads.Pool(len(questions)) as pool:
        return [answer.result() for answer in [pool.submit(each) for each in questions]]


@contextlib.contextmanager
def _session(login, timeout):
    with _border(login.hostname), access.session(login) as connection:
        array = client.HPE3ParClient(url(login.root), secure=True, timeout=timeout)
        array.http = _Http(url(login.root), connection, timeout)
        with _logging_in(login.hostname):
            array.login(login.username, login.password)
        try:
            yield array
        finally:
            with contextlib.suppress(exceptions.ClientException, requests.RequestException):
                array.logout()


@contextlib.contextmanager
def _logging_in(address):
    try:
        yield
    except (exceptions.HTTPForbidden, exceptions.HTTPUnauthorized) as exc:
        raise access.login_refused(address) from exc


class _Http(HTTPJSONRESTClient):
    """HPE's client over our connection.

    Its own cannot trust a single certificate, takes proxies from the environment, sends the
    password after a redirection, and repeats what fails. It also logs in again whenever something
    is refused, which no right comes from, and which would disturb what is read beside it.
    """

    def __init__(self, root, connection, timeout):
        super().__init__(root, secure=True, timeout=timeout)
        self._connection = connection

    def request(self, url, method, body=None, **_options):
        """Headers and JSON of an answer; raises HPE's exception for its status."""
        headers = {"Accept": "application/json"}
        if self.session_key and self.auth_try != 1:
            headers[self.SESSION_COOKIE_NAME] = self.session_key
        answer = self._connection.request(
            method, url, json=body, headers=headers, timeout=self.timeout
        )
        if answer.ok and not answer.is_redirect:
            return answer.headers, answer.json() if answer.content else None
        answer.headers.status = answer.status_code
        raise exceptions.from_response(answer.headers, _fault(answer))

    def _do_reauth(self, url, method, ex, **_options):
        raise ex


def _fault(answer):
    """What HPE's exceptions take: the array's own words, or the status."""
    with contextlib.suppress(ValueError):
        body = answer.json()
        if isinstance(body, dict) and ("desc" in body or "message" in body):
            return {"desc": body.get("message"), **body}
    return f"HTTP {answer.status_code}"


@contextlib.contextmanager
def _border(address):
    """Turn what the client raises into an :class:`.access.DeviceError`."""
    unreachable = Message(
        "array-unreachable",
        "{address} cannot be reached. Check the address and port, and that WSAPI is enabled on"
        " the array.",
        address=address,
    )
    unreadable = Message(
        "array-answer",
        "{address} does not answer as WSAPI does. Check the port.",
        address=address,
    )
    try:
        with access.border(address, unreachable, unreadable):
            yield
    except (exceptions.HTTPForbidden, exceptions.HTTPUnauthorized) as exc:
        reason = exc.get_description() or exc.message
        raise access.not_permitted(address, reason) from exc
    except exceptions.ClientException as exc:
        raise access.refuses(address, exc.get_description() or exc.message) from exc


def _system(body):
    licences = (body.get("licenseInfo") or {}).get("licenses") or []
    return {
        "name": body["name"],
        "model": body.get("model"),
        "serial": str(body["serialNumber"]),
        "firmware": body.get("systemVersion"),
        "nodes": body.get("totalNodes", 0),
        "nodes_online": len(body.get("onlineNodes") or ()),
        "total_mib": body.get("totalCapacityMiB", 0),
        "free_mib": body.get("freeCapacityMiB", 0),
        "failed_mib": body.get("failedCapacityMiB", 0),
        "licences": sorted(licence["name"] for licence in licences),
    }


def _port(body):
    position = body["portPos"]
    protocols = {_FC: "fc", _ISCSI: "iscsi"}
    return {
        "position": "{node}:{slot}:{cardPort}".format(**position),
        "protocol": protocols.get(body.get("protocol"), "other"),
        "address": body.get("IPAddr") or body.get("portWWN"),
        "iscsi_addresses": _iscsi_addresses(body),
        "name": body.get("iSCSIName"),
        "up": body.get("linkState") == client.HPE3ParClient.PORT_STATE_READY,
    }


def _iscsi_addresses(body):
    """The addresses of a port and of its VLANs, as far as they are set."""
    texts = [row.get("IPAddr") for row in (body, *(body.get("iSCSIVlans") or ()))]
    return [text for text in texts if text and _is_set(text)]


def _is_set(text):
    try:
        return not ipaddress.ip_address(text).is_unspecified
    except ValueError:
        return False


def _cpg(body, system_free):
    growth = body.get("SDGrowth") or {}
    usage = [body.get(name) or {} for name in ("UsrUsage", "SAUsage", "SDUsage")]
    total = sum(each.get("totalMiB", 0) for each in usage)
    limit = growth.get("limitMiB") or 0
    room = min(system_free, max(limit - total, 0)) if limit else system_free
    return {
        "id": body["uuid"],
        "name": body["name"],
        "domain": body.get("domain"),
        "health": _HEALTH.get(body.get("state"), "unknown"),
        "raid": _RAID.get((growth.get("LDLayout") or {}).get("RAIDType")),
        "used_mib": sum(each.get("usedMiB", 0) for each in usage),
        "total_mib": total,
        "limit_mib": limit or None,
        # What it has, and what it may still grow by.
        "free_mib": max(total - sum(each.get("usedMiB", 0) for each in usage), 0) + room,
        "volumes": sum(body.get(name, 0) for name in ("numFPVVs", "numTPVVs", "numTDVVs")),
    }
