"""The calls of an operation belong to the request that began it."""

import dataclasses

from helion_services.base import context
from helion_services.base.operations.work import Abandoned
from tests.unit.services.operations import kinds
from tests.unit.services.operations.conftest import WHO


def test_also_after_a_restart_and_in_a_retry(engine):
    """A retry belongs to its own request."""
    ids, stops = [], [True]

    def note(work):
        ids.append(context.outgoing_id())
        if stops:
            stops.pop()
            raise Abandoned

    kind = kinds.kind(engine, 3, {0: note, 2: kinds.failing()}, {0: note})
    engine.operations.start()
    operation_id = engine.begin(kind)
    engine.until(operation_id, lambda _operation: ids)
    engine.operations.stop()
    engine.operations.start()
    assert engine.ended(operation_id).state == "reverted"
    assert ids == ["req-1"] * 3, "before the restart, after it, and rolling back"
    engine.ended(
        engine.operations.retry(operation_id, dataclasses.replace(WHO, request_id="req-2"))
    )
    engine.operations.stop()
    assert ids[3:] == ["req-2"] * 2
    assert context.outgoing_id() is None
