"""Requests that schemathesis makes up from the document of a service that runs in this process."""

import logging
import os

import hypothesis
import schemathesis
from hypothesis import strategies
from schemathesis import GenerationMode

from tests.contract.checks import ADMIN, CHECKS

LOG = logging.getLogger(__name__)

_VARIABLE = "HELION_TEST_EXAMPLES"


def many(default):
    """How many examples of each operation are very many; the environment may have another number.

    ``--log-cli-level=INFO`` shows how many requests that made.
    """
    return int(os.environ.get(_VARIABLE, default))


def ask(app, mode, examples, idents=(), within="/"):
    """Make up so many requests of each operation in a mode; returns how often each was called.

    ``idents``: ids of what is there, of which about half of the requests have some; ``within``: the
    beginning of the paths that are asked.
    """
    document = schemathesis.openapi.from_wsgi("/openapi.json", app)
    counts = {}
    for result in document.get_all_operations():
        operation = result.ok()
        if not operation.path.startswith(within):
            continue
        counts[operation.label] = 0
        if not _is_worthwhile(operation, mode):
            continue

        @_settings(examples)
        @hypothesis.given(case=operation.as_strategy(generation_mode=mode), data=strategies.data())
        def call(case, data):
            for name in (case.path_parameters or ()) if idents else ():
                if data.draw(strategies.booleans()):
                    case.path_parameters[name] = data.draw(strategies.sampled_from(idents))
            counts[case.operation.label] += 1
            case.call_and_validate(headers=ADMIN, checks=CHECKS)

        call()
    LOG.info("%s requests in the mode %s", sum(counts.values()), mode.value)
    return counts


def _is_worthwhile(operation, mode):
    """Whether something can be wrong with a request."""
    parts = operation.path_parameters, operation.query, operation.body
    return operation.path != "/healthcheck" and (mode is GenerationMode.POSITIVE or any(parts))


def _settings(examples):
    """hypothesis' settings: the same ``examples`` every time."""
    return hypothesis.settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
