"""A service: all that it brings. Services are found by the entry points :data:`ENTRY_POINTS`.

A distribution names a subclass of :class:`Service` there::

    [options.entry_points]
    helion_services =
        sample = sample_service.service:Sample

Imports inside the methods are only executed where the service is served.
"""

import dataclasses
import functools
import importlib.metadata

ENTRY_POINTS = "helion_services"


@dataclasses.dataclass(frozen=True)
class Resource:
    """What operations work on, as ``NAME:ID``.

    :ivar name: such as ``node``
    :ivar title: in English, such as ``Node``
    :ivar page: the name of the URL in Horizon that shows it, or them all; None if there is none
    """

    name: str
    title: str
    page: str | None = None


class Service:
    """What a service brings.

    :cvar name: such as ``nodes``: its group in the configuration file and its migration branch
    :cvar type: its type in Keystone's catalog
    :cvar root: where its REST resources are, such as ``/nodes/v1``
    :cvar options: oslo.config's options in its group
    :cvar migrations: the folder of its alembic revisions, or None. The first of them has
        ``branch_labels = (name,)``; revisions are called ``NAME_0001`` and so on
    :cvar metal: whether its operations are on bare metal, or on the overcloud as a whole: only who
        has a role on the system sees them. Others are for all who may use the service
    :cvar resources: the :class:`Resource` of each kind that its operations work on
    """

    name: str
    type: str
    root: str
    options = ()
    migrations = None
    metal = True
    resources = ()

    def policies(self):
        """Its oslo.policy rules."""
        return ()

    def kinds(self):
        """The :class:`~helion_services.base.operations.Kind` of each of its operations."""
        return ()

    def import_models(self):
        """Import the modules of its tables."""

    def blueprint(self, runtime):
        """Its REST resources: an APIBlueprint below its root."""
        raise NotImplementedError

    def background(self, runtime):
        """Its background work, where operations run: an object with ``start()`` and ``stop()``, or
        None.

        :param runtime: the :class:`~helion_services.base.runtime.Runtime`
        """

    def sweep(self, runtime):
        """Delete what has expired in its tables. Where operations run, this is called regularly."""

    def owns(self, path):
        """Whether errors of this path have a form of the service's own."""
        return False

    def refuse(self, problem, environ):
        """The response to a problem, a WSGI application, for a path that the service owns."""
        raise NotImplementedError

    def document(self, spec):
        """Change the OpenAPI document in place where the service's wire format differs."""


@functools.cache
def installed():
    """All services by name, in the order of their names."""
    points = importlib.metadata.entry_points(group=ENTRY_POINTS)
    services = (point.load()() for point in sorted(points, key=lambda point: point.name))
    return {service.name: service for service in services}


def load(names):
    """The services ``names``, in that order."""
    return [installed()[name] for name in names]


def migration_folders():
    """The folders with the alembic revisions of all installed services."""
    return [service.migrations for service in installed().values() if service.migrations]
