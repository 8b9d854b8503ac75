"""What the API shows of the overcloud."""

import types

import pytest

from helion_services.nodes.api import overcloud
from helion_services.nodes.stack.models import Progress, Stack


@pytest.mark.parametrize(
    ("of_operation", "percent", "running"), [(None, 50, False), (70, 70, True), (0, 0, True)]
)
def test_of_two_progresses_that_of_the_operation_counts(
    monkeypatch, of_operation, percent, running
):
    """One figure: the page of the operation shows the same."""
    stack = Stack("i", "overcloud", "UPDATE_IN_PROGRESS", "", None, None, {}, {})
    tree = types.SimpleNamespace(progress=lambda: Progress(2, 2, 0, 4))
    monkeypatch.setattr(overcloud.undercloud, "heat", lambda clouds: None)
    monkeypatch.setattr(overcloud.stack, "get", lambda *args, **more: stack)
    monkeypatch.setattr(overcloud.stack, "resources", lambda *args: tree)
    monkeypatch.setattr(overcloud.stack, "parameters", lambda *args: [])
    resources = []
    operations = types.SimpleNamespace(
        progress_on=lambda resource: resources.append(resource) or of_operation
    )
    group = types.SimpleNamespace(roles_file=None)
    runtime = types.SimpleNamespace(
        clouds=None, operations=operations, conf=types.SimpleNamespace(nodes=group)
    )
    answer = overcloud.show(runtime)
    assert (answer["progress"], answer["operation_running"]) == (percent, running)
    assert resources == ["stack:overcloud"]
