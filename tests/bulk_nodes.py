"""Nodes by the thousand in an embedded undercloud that runs: ``python -m`` this ``STATE COUNT``.

``COUNT`` is how many nodes there are to be in all; 0 takes out what an earlier call put in.
It is a process of its own because Ironic's objects load eventlet.
"""

import contextlib
import dataclasses
import sqlite3
import sys

from helion_embedded.instance import Instance
from helion_embedded.seed import bulk
from helion_embedded.state import State

_PATIENCE = 30  # seconds for Ironic's own writers


def main(state, count):
    instance = Instance.load(State(state))
    if count:
        bulk.ensure(dataclasses.replace(instance, nodes=count), done=0)
    else:
        _remove(instance.state.database("ironic"))


def _remove(path):
    with contextlib.closing(sqlite3.connect(path, timeout=_PATIENCE)) as connection, connection:
        query = "SELECT id FROM nodes WHERE shard = ?"
        connection.execute(f"DELETE FROM ports WHERE node_id IN ({query})", (bulk.SHARD,))  # noqa: S608
        connection.execute("DELETE FROM nodes WHERE shard = ?", (bulk.SHARD,))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
