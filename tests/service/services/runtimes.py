"""What the engine needs of a runtime, without the rest of the services."""

import types

from helion_services.base import database
from helion_services.base.operations import Operations
from tests.service.services import file_kind


def make(url, jobboard="", namespace="tests", expiry=15, workers=2):
    """A runtime over the database at ``url`` that knows the kind of :mod:`file_kind`."""
    options = types.SimpleNamespace(
        jobboard=jobboard, namespace=namespace, claim_expiry=expiry, workers=workers, poll=0.05
    )
    conf = types.SimpleNamespace(operations=options)
    runtime = types.SimpleNamespace(conf=conf, db=database.Database(url), secrets=None, clouds=None)
    runtime.operations = Operations(runtime)
    runtime.operations.register(file_kind.KIND)
    return runtime
