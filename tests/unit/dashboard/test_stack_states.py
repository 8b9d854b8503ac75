"""Every status that Heat knows has a word."""

import json
import subprocess
import sys

from helion_dashboard.api.lifecycle import stack_states

# In a process of its own: Heat's options do not get along with those of other services.
_HEATS = """
import json
from heat.engine.resource import Resource
from heat.engine.stack import Stack
print(json.dumps([[f"{a}_{s}" for a in k.ACTIONS for s in k.STATUSES] for k in (Stack, Resource)]))
"""


def test_they_are_heats_own():
    process = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", _HEATS], capture_output=True, text=True, check=True
    )
    stack, resource = json.loads(process.stdout)
    assert set(stack) <= set(stack_states.STACK)
    assert set(resource) <= set(stack_states.RESOURCE)


def test_what_moves_and_what_is_bad():
    assert stack_states.stack_status("UPDATE_IN_PROGRESS").moving
    assert stack_states.stack_status("DELETE_FAILED").failed
    done = stack_states.stack_status("CREATE_COMPLETE")
    assert (done.moving, done.failed, str(done.label)) == (False, False, "Deployed")
    assert str(stack_states.resource_status("CREATE_COMPLETE").label) == "Created"


def test_an_unknown_one_reads_as_heat_wrote_it():
    assert stack_states.stack_status("DANCE_COMPLETE").label == "DANCE_COMPLETE"
    assert str(stack_states.resource_status("").label) == "Unknown"
