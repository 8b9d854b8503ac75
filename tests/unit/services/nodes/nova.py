"""A small Nova that keeps its word of 202: what it accepted happens, or fails, a little later."""

import functools
import itertools
import re
import types

from keystoneauth1 import exceptions as keystoneauth

_MOVABLE = {
    "os-migrateLive": ("ACTIVE", "PAUSED"),
    "migrate": ("ACTIVE", "SHUTOFF"),
    "evacuate": ("ACTIVE", "SHUTOFF", "ERROR"),
}
_TYPES = {"os-migrateLive": "live-migration", "migrate": "migration", "evacuate": "evacuation"}
_DONE = {"live-migration": "completed", "migration": "finished", "evacuation": "done"}
_NO_HOST = "No valid host was found. There are not enough hosts available."


class Api:
    """What of an adapter is used; a mock of it would take most of the time."""

    def __init__(self, take):
        for verb in ("get", "put", "post", "delete"):
            setattr(self, verb, functools.partial(take, verb))


class Answer:
    def __init__(self, body):
        self._body = body

    def json(self):
        return self._body


class Nova:
    """Hosts, virtual machines and their migrations. Time goes on with :meth:`tick`.

    :ivar allocations: in Placement, resources by consumer, by the id of the provider: the host
    :ivar groups: server groups, as Nova shows them
    :ivar fails: ids of virtual machines to the statuses that their next migrations end in
    :ivar sticks: ids of virtual machines to the status of their next migration, which ends while
        they stay on their host and never stop migrating
    :ivar changes: what changed something, as ``(what, id)``
    :ivar before: is called ahead of each request
    :ivar crowd: the largest number of migrations that were under way at once
    """

    def __init__(self, *hosts):
        self.services = {host: _service(host) for host in hosts}
        self.vms = {}
        self.migrations = []
        self.groups = []
        self.allocations = {}
        self.fails = {}
        self.sticks = {}
        self.changes = []
        self.before = lambda: None
        self.crowd = 0
        self._later = []
        self._ids = itertools.count(1)
        self.api = Api(self._take)

    def vm(self, name, host, status="ACTIVE", task_state=None):
        """Add a virtual machine; its id is its name."""
        self.vms[name] = {
            "id": name,
            "name": name,
            "status": status,
            "image": {"id": "image"},
            "flavor": {"vcpus": 2, "ram": 2048, "disk": 20, "ephemeral": 5, "swap": 512},
            "OS-EXT-SRV-ATTR:host": host,
            "OS-EXT-STS:task_state": task_state,
        }

    def hosts(self):
        """Hosts by virtual machine."""
        return {name: vm["OS-EXT-SRV-ATTR:host"] for name, vm in self.vms.items()}

    def statuses(self, vm):
        return [
            migration["status"] for migration in self.migrations if migration["instance_uuid"] == vm
        ]

    def tick(self):
        """Let what was accepted go one step on."""
        now, self._later = self._later, []
        for act in now:
            act()
        under_way = [
            migration
            for migration in self.migrations
            if migration["status"] in ("running", "migrating")
        ]
        self.crowd = max(self.crowd, len(under_way))

    def _take(self, verb, path, params=None, json=None):
        self.before()
        for (method, pattern), answer in self._routes.items():
            match = method == verb and re.fullmatch(pattern, path)
            if match:
                return Answer(answer(self, *match.groups(), params=params, json=json))
        raise AssertionError((verb, path))

    def _list_services(self, **_):
        return {"services": list(self.services.values())}

    def _change_service(self, identity, json, **_):
        self.changes.append((json["status"], identity))
        self.services[identity] |= {"disabled_reason": None} | json

    def _list_servers(self, params, **_):
        vms = [v for v in self.vms.values() if v["OS-EXT-SRV-ATTR:host"] == params["host"]]
        return {"servers": vms}

    def _list_hypervisors(self, **_):
        rows = [
            {
                "id": host,
                "hypervisor_hostname": host,
                "service": {"host": host},
                "hypervisor_type": "QEMU",
            }
            for host in self.services
        ]
        return {"hypervisors": rows}

    def _list_allocations(self, provider, **_):
        return {"allocations": self.allocations.get(provider, {})}

    def _show_allocations(self, consumer, **_):
        held = {
            provider: {"resources": resources[consumer]}
            for provider, resources in self.allocations.items()
            if consumer in resources
        }
        about = {"project_id": "p", "user_id": "u", "consumer_generation": 1}
        return {"allocations": held, **about}

    def _change_allocations(self, consumer, json, **_):
        assert json["consumer_generation"] == 1
        for provider, resources in self.allocations.items():
            if provider in json["allocations"]:
                assert resources[consumer] == json["allocations"][provider]["resources"]
            else:
                resources.pop(consumer, None)

    def _delete_allocations(self, consumer, **_):
        for resources in self.allocations.values():
            resources.pop(consumer, None)

    def _list_groups(self, params, **_):
        assert params["all_projects"]
        return {"server_groups": self.groups[params["offset"] :]}

    def _show_server(self, identity, **_):
        if identity not in self.vms:
            raise keystoneauth.NotFound
        return {"server": self.vms[identity]}

    def _list_migrations(self, params, **_):
        def matches(record):
            at = (record["source_compute"], record["dest_compute"])
            return (
                record["instance_uuid"] == params.get("instance_uuid") or params.get("host") in at
            )

        return {
            "migrations": [dict(migration) for migration in self.migrations if matches(migration)]
        }

    def _abort(self, _, number, **__):
        record = next(m for m in self.migrations if m["id"] == int(number))
        if record["status"] != "running":
            raise keystoneauth.BadRequest
        self.changes.append(("abort", record["instance_uuid"]))
        record["aborted"] = True

    def _act(self, identity, json, **_):
        ((action, arguments),) = json.items()
        vm = self.vms[identity]
        if action in ("confirmResize", "revertResize"):
            self._end_cold(vm, action)
            return
        if action == "forceDelete":
            self.changes.append((action, identity))
            self._later.append(lambda: self.vms.pop(identity, None))
            return
        up = self.services[vm["OS-EXT-SRV-ATTR:host"]]["state"] == "up"
        if action == "evacuate" and up:
            raise keystoneauth.Conflict("Compute service is in use.")
        if vm["OS-EXT-STS:task_state"] or vm["status"] not in _MOVABLE[action]:
            raise keystoneauth.Conflict(f"Cannot '{action}' instance {identity}")
        self.changes.append((action, identity))
        vm["OS-EXT-STS:task_state"] = "migrating"
        self._later.append(lambda: self._start(vm, action, (arguments or {}).get("host")))

    def _start(self, vm, action, target):
        source = vm["OS-EXT-SRV-ATTR:host"]
        target = target or next(h for h in self.services if h != source and self._open(h))
        live = action == "os-migrateLive"
        number = next(self._ids)
        record = {
            "id": number,
            "uuid": f"migration-{number}",
            "instance_uuid": vm["id"],
            "status": "running" if live else "migrating",
            "migration_type": _TYPES[action],
            "source_compute": source,
            "dest_compute": target,
        }
        if not self._open(target):
            record["status"] = "error"
            vm["OS-EXT-STS:task_state"] = None
        else:
            self._later.append(lambda: self._finish(vm, record))
        self.migrations.append(record)

    def _finish(self, vm, record):
        if vm["id"] in self.sticks:
            record["status"] = self.sticks[vm["id"]]
            return
        fails = self.fails.get(vm["id"], [])
        vm["OS-EXT-STS:task_state"] = None
        if record.get("aborted"):
            record["status"] = "cancelled"
        elif fails:
            record["status"] = fails.pop(0)
        else:
            vm["OS-EXT-SRV-ATTR:host"] = record["dest_compute"]
            record["status"] = _DONE[record["migration_type"]]
            if vm["status"] == "ERROR":
                vm["status"] = "ACTIVE"  # rebuilt
            if record["status"] == "finished":
                record["was"], vm["status"] = vm["status"], "VERIFY_RESIZE"

    def _end_cold(self, vm, action):
        record = next(m for m in reversed(self.migrations) if m["instance_uuid"] == vm["id"])
        if record["status"] != "finished":
            raise keystoneauth.Conflict(action)
        self.changes.append((action, vm["id"]))
        confirmed = action == "confirmResize"
        record["status"] = "confirming" if confirmed else "reverting"

        def end():
            vm["status"] = record["was"]
            record["status"] = "confirmed" if confirmed else "reverted"
            if not confirmed:
                vm["OS-EXT-SRV-ATTR:host"] = record["source_compute"]

        self._later.append(end)

    def _actions(self, _, **__):
        return {"instanceActions": [{"action": "live-migration", "request_id": "req"}]}

    def _action(self, _, **__):
        event = {"result": "Error", "start_time": "1", "details": _NO_HOST}
        return {"instanceAction": {"events": [event, event | {"start_time": "2"}]}}

    def _open(self, host):
        service = self.services[host]
        return service["status"] == "enabled" and service["state"] == "up"

    _routes = {
        ("get", "/os-services"): _list_services,
        ("put", "/os-services/(.*)"): _change_service,
        ("get", "/servers/detail"): _list_servers,
        ("get", "/os-server-groups"): _list_groups,
        ("get", "/os-hypervisors/detail"): _list_hypervisors,
        ("get", "/resource_providers/(.*)/allocations"): _list_allocations,
        ("get", "/allocations/(.*)"): _show_allocations,
        ("put", "/allocations/(.*)"): _change_allocations,
        ("delete", "/allocations/(.*)"): _delete_allocations,
        ("get", "/servers/([^/]*)"): _show_server,
        ("get", "/os-migrations"): _list_migrations,
        ("delete", "/servers/(.*)/migrations/(.*)"): _abort,
        ("post", "/servers/(.*)/action"): _act,
        ("get", "/servers/(.*)/os-instance-actions"): _actions,
        ("get", "/servers/(.*)/os-instance-actions/req"): _action,
    }


class Clouds:
    """Hands out the same adapter for everything."""

    def __init__(self, nova):
        self._api = nova.api

    def has(self, cloud):
        return True

    def adapter(self, cloud, service_type, **options):
        return self._api


class Work:
    """Work with a memory, and no database. ``call`` is called ahead of each of its methods."""

    id = "operation"
    poll = 0.0

    def __init__(self, nova, notes=None):
        self.clouds = Clouds(nova)
        self.runtime = types.SimpleNamespace(clouds=self.clouds)
        self.notes = notes or {}
        self.log = []
        self.waits = None
        self.call = nova.before
        self._nova = nova

    def check(self):
        self.call()

    def sleep(self, seconds):
        self.call()
        self._nova.tick()

    def note(self, key, value):
        self.notes[key] = value
        self.call()

    def recall(self, key, default=None):
        return self.notes.get(key, default)

    def say(self, text):
        self.log.append(str(text))

    def hold_up(self, message):
        self.waits = str(message)

    def go_on(self):
        self.waits = None

    def progress(self, percent, message=None):
        assert 0 <= percent <= 100

    def until(self, look, what, timeout, every=1.0):
        while not (result := look()):
            self.check()
            self.sleep(every)
        return result


def _service(host):
    return {
        "id": host,
        "host": host,
        "status": "enabled",
        "state": "up",
        "forced_down": False,
        "disabled_reason": None,
    }
