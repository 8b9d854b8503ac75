"""Arrays over HPE's WSAPI, by HPE's own client.

Capacities are in MiB, as WSAPI has them.
"""

import contextlib

import requests
from hpe3parclient import client, exceptions

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

    Raises :class:`.access.DeviceError`.

    :param login: an :class:`.access.Login`
    :param timeout: seconds for each answer
    """
    with _session(login, timeout) as array:
        system = array.getStorageSystemInfo()
        return {
            "system": _system(system),
            "ports": [_port(port) for port in array.getPorts()["members"]],
            "cpgs": [
                _cpg(cpg, system.get("freeCapacityMiB", 0)) for cpg in array.getCPGs()["members"]
            ],
        }


@contextlib.contextmanager
def _session(login, timeout):
    with access.trust(login.ca_pem) as verify, _border(login.hostname):
        array = client.HPE3ParClient(url(login.root), secure=verify, timeout=timeout)
        array.http.tries = 1  # who reads decides when to try again
        array.login(login.username, login.password)
        try:
            yield array
        finally:
            with contextlib.suppress(exceptions.ClientException, requests.RequestException):
                array.logout()


@contextlib.contextmanager
def _border(address):
    """Turn what the client raises into an :class:`.access.DeviceError`."""
    try:
        yield
    except exceptions.SSLCertFailed as exc:
        raise access.certificate_refused(address) from exc
    except (exceptions.HTTPForbidden, exceptions.HTTPUnauthorized) as exc:
        raise access.login_refused(address) from exc
    except (exceptions.Timeout, requests.Timeout) as exc:
        raise access.hangs(address) from exc
    except (requests.RequestException, exceptions.RequestException) as exc:
        message = Message(
            "array-unreachable",
            "{address} cannot be reached. Check the address and port, and that WSAPI is enabled on"
            " the array.",
            address=address,
        )
        raise access.unreachable(message) from exc
    except exceptions.ClientException as exc:
        raise access.refuses(address, exc.get_description() or exc.message) from exc
    except (KeyError, TypeError, AttributeError, ValueError) as exc:
        message = Message(
            "array-answer",
            "{address} does not answer as WSAPI does. Check the port.",
            address=address,
        )
        raise access.unreachable(message) from exc


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
        "name": body.get("iSCSIName"),
        "up": body.get("linkState") == client.HPE3ParClient.PORT_STATE_READY,
    }


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
