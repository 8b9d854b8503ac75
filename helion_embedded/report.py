"""What runs, for people and for tests: ``endpoints.json`` and the text of the last lines."""

import json
import time

import psutil

from helion_embedded import openstack
from helion_embedded.logins import PASSWORD, PEOPLE
from helion_embedded.state import write_private


def endpoints(instance, children, pid, started_at, ready_seconds, first_start):
    """The content of ``endpoints.json``.

    ``children`` maps service names to :class:`~helion_embedded.supervisor.Child`; the service of
    one that is held down or restarting has ``pid`` None. ``started_at`` is in seconds since the
    epoch, ``ready_seconds`` is None until everything is up.
    """
    services = {}
    for name in instance.services:
        service = openstack.SERVICES[name]
        child = children.get(name)
        services[name] = {
            "type": service.service_type,
            "url": service.url(instance),
            "health": service.health(instance),
            "ca": _text(service.ca(instance)),
            "pid": child.pid if child else None,
            "log": str(instance.state.log(name)),
        }
    return {
        "pid": pid,
        "started_at": started_at,
        "ready_seconds": ready_seconds,
        "first_start": first_start,
        "memory_mib": memory_mib(pid),
        "dashboard": instance.url("horizon") + "/" if instance.has("horizon") else None,
        "keystone": instance.auth_url,
        "logins": [
            {
                "user": person.name,
                "password": PASSWORD,
                "project": person.project,
                "role": person.project_role,
                "system_role": person.system_role,
            }
            for person in PEOPLE
        ],
        "services": services,
    }


def write(instance, content):
    """Replace ``endpoints.json``."""
    write_private(instance.state.endpoints, json.dumps(content, indent=2) + "\n")


def read(state):
    """The content of ``endpoints.json``, or None if there is none."""
    try:
        return json.loads(state.endpoints.read_text())
    except (OSError, ValueError):
        return None


def memory_mib(pid):
    """MiB used by process ``pid`` and all below it; 0 if it is gone.

    Proportional set size, which counts shared pages once; resident size where the kernel does not
    show that.
    """
    try:
        root = psutil.Process(pid)
        family = [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0
    return round(sum(_memory(process) for process in family) / 1024**2)


def login_lines(instance, notes=()):
    """Lines that tell a person how to log in and where the rest is, and ``notes``."""
    lines = [f"log in with the password {PASSWORD!r} as"]
    lines += [f"  {person.name:8} {person.purpose}" for person in PEOPLE]
    lines.append(f"clients: OS_CLIENT_CONFIG_FILE={instance.state.clouds} (clouds admin, system,")
    lines.append(f"  tenant, watcher, overcloud); logs: {instance.state.logs}")
    if instance.has("vcenter"):
        login = openstack.SERVICES["vcenter"].setup(instance).login()
        lines.append(f"a vCenter to register: {login['address']}, port {login['port']}, user")
        lines.append(f"  {login['username']}, CA certificate: {login['ca_file']}")
        lines.append(f"  (all of it: {instance.state.vcenter})")
    if instance.has("storeserv"):
        first, *others = [
            array.login() for array in openstack.SERVICES["storeserv"].arrays(instance)
        ]
        lines.append(f"an array to register: {first['address']}, port {first['port']}, user")
        lines.append(f"  {first['username']}, CA certificate: {first['ca_file']}")
        also = ", ".join(other["address"] for other in others)
        lines.append(f"  (another at {also}; all of it: {instance.state.storeserv})")
    if instance.has("storevirtual"):
        login = openstack.SERVICES["storevirtual"].login(instance)
        lines.append(f"a StoreVirtual cluster to register: {login['name']} at {login['address']},")
        lines.append(f"  port {login['port']} (all of it: {instance.state.storevirtual})")
    if instance.has("distribution"):
        lines.append(f"a source of updates, registered: {instance.state.distribution}")
    if instance.has("directory"):
        url = openstack.SERVICES["directory"].login(instance)["url"]
        lines.append(f"a directory to connect: {url} (all of it: {instance.state.directory})")
    return [*lines, *notes]


def stamp(began):
    """``[ 12.3 s]``: seconds since ``began`` (of ``time.monotonic``)."""
    return f"[{time.monotonic() - began:6.1f} s]"


def _text(path):
    return None if path is None else str(path)


def _memory(process):
    try:
        full = process.memory_full_info()
        return getattr(full, "pss", 0) or full.rss
    except psutil.AccessDenied:
        return process.memory_info().rss
    except psutil.NoSuchProcess:
        return 0
