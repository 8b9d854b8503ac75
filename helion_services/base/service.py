"""A service: all that it brings. Services are found by the entry points :data:`ENTRY_POINTS`.

A distribution names a subclass of :class:`Service` there::

    [options.entry_points]
    helion_services =
        sample = sample_service.service:Sample

What is imported late, in its methods, is imported only where the service is served.
"""

import functools
import importlib.metadata

ENTRY_POINTS = "helion_services"


class Service:
    """What a service says of itself.

    :cvar name: such as ``nodes``: its group in the configuration file and its migration branch
    :cvar type: its type in Keystone's catalog
    :cvar root: where its REST resources are, such as ``/nodes/v1``
    :cvar options: oslo.config's options in its group
    :cvar migrations: the folder of its alembic revisions, or None. The first of them has
        ``branch_labels = (name,)``; revisions are called ``NAME_0001`` and so on
    """

    name: str
    type: str
    root: str
    options = ()
    migrations = None

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
        """What it does beside requests, where operations run: ``start()`` and ``stop()``; or None.

        :param runtime: the :class:`~helion_services.base.runtime.Runtime`
        """

    def owns(self, path):
        """Whether it answers errors of this path in a form of its own."""
        return False

    def refuse(self, problem, environ):
        """That answer, a WSGI application, to a problem with a request for a path it owns."""
        raise NotImplementedError

    def document(self, spec):
        """Change the OpenAPI document in place where its wire differs from that of the others."""


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
