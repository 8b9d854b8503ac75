"""The nodes service of an embedded undercloud, as a script would use it, and what it leaves."""

import contextlib
import os
import signal
import time
import uuid

from keystoneauth1 import adapter
from keystoneauth1 import exceptions as keystoneauth

from helion_embedded.state import State

_PATIENCE = 600  # seconds for one operation


class Refused(AssertionError):
    """The service answered with a problem."""

    def __init__(self, status, problem):
        super().__init__(f"{status}: {problem}")
        self.status = status
        self.problem = problem


class Lifecycle:
    """Plans and operations of the undercloud ``undercloud``, as the user of ``cloud``."""

    def __init__(self, undercloud, cloud="system"):
        self.undercloud = undercloud
        self._api = adapter.Adapter(
            undercloud.connect(cloud).session,
            service_type="node-lifecycle",
            raise_exc=False,
            connect_retries=10,
        )

    def call(self, method, path, body=None, **headers):
        """The JSON of an answer; raises :class:`Refused` for 400 and above."""
        answer = self._api.request(path, method, json=body, headers=headers)
        if answer.status_code >= 400:
            problem = answer.json()
            if answer.status_code >= 500:
                problem["log"] = self._log_of(problem["request_id"])
            raise Refused(answer.status_code, problem)
        return answer.json()

    def _log_of(self, request_id):
        """What the service wrote down of a request."""
        lines = State(self.undercloud.state).log("helion").read_text(errors="replace").splitlines()
        return [line for line in lines if request_id in line]

    def plan(self, action, **parameters):
        return self.call("POST", "/plans", {"action": action, **parameters})

    def apply(self, plan, key=None):
        """Begin a plan; returns the operation."""
        headers = {"Idempotency-Key": key or str(uuid.uuid4())}
        return self.call("POST", f"/plans/{plan['id']}/apply", **headers)

    def do(self, action, **parameters):
        """Plan, apply, wait; returns the operation at its end."""
        return self.wait(self.apply(self.plan(action, **parameters)))

    def operation(self, operation):
        return self.call("GET", f"/operations/{operation['id']}")

    def wait(self, operation, until=lambda status: status["finished_at"]):
        """Look at an operation until it has ended, or ``until(operation)``; returns it."""
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            with contextlib.suppress(Refused, keystoneauth.ConnectFailure):
                status = self.operation(operation)
                if until(status) or status["finished_at"]:
                    return status
            time.sleep(0.3)
        raise AssertionError(f"{operation['title']} did not get there: {status['steps']}")

    def wait_for_step(self, operation, name):
        """Wait until a step runs (or has run)."""
        return self.wait(operation, lambda status: step(status, name)["state"] != "pending")

    def kill(self):
        """``kill -9`` the process of the services, and let it be started again at once."""
        pid = self.undercloud.pid("helion")
        marker = State(self.undercloud.state).hold("helion")
        marker.touch()  # without it the supervisor waits longer after each crash
        os.kill(pid, signal.SIGKILL)
        self._until(lambda: self.undercloud.pid("helion") is None)
        marker.unlink()
        self._until(lambda: self.undercloud.pid("helion"))

    def _until(self, look):
        end = time.monotonic() + 60
        while not look():
            assert time.monotonic() < end
            time.sleep(0.1)

    def roles(self):
        """The roles by name."""
        return {role["name"]: role for role in self.call("GET", "/roles")["roles"]}

    def members(self, role):
        """Names of the servers of a role."""
        return [member["name"] for member in self.roles()[role]["members"]]


def step(operation, name):
    """A step of an operation by its name."""
    return next(entry for entry in operation["steps"] if entry["name"] == name)


def new_node(name, role="compute", number=1, **info):
    """A server that is in no rack yet; ``info`` goes into its ``driver_info``."""
    return {
        "name": name,
        "role": role,
        "driver": "simulated",
        "driver_info": {
            "bmc_address": f"10.20.9.{number}",
            "bmc_username": "Administrator",
            "bmc_password": "demo-ilo",
            **info,
        },
        "ports": [{"address": f"94:18:82:09:00:{number:02x}", "pxe_enabled": True}],
        "properties": {},
    }
