"""The services there are, each a package that is imported only when it is served.

A service is a package ``helion_services.NAME`` with

``GROUP``, ``OPTS``
    its group in the configuration file and the oslo.config options in it;
``ROOT``
    where its REST resources are, such as ``/nodes/v1``;
``policies()``
    its oslo.policy rules;
``kinds()``
    the kinds of its operations, :class:`~helion_services.base.operations.Kind`;
``blueprint(runtime)``
    its REST resources, an APIBlueprint below that root.

It may have more:

``background(runtime)``
    what it does beside requests, where operations are run: an object with ``start()`` and
    ``stop()``;
``owns(path)``, ``refuse(problem, environ)``
    see :mod:`helion_services.base.error_format`;
``document(spec)``
    changes the OpenAPI document in place, where its wire is not like that of the others.
"""

import importlib

NAMES = ("nodes", "eon")


def load(names):
    """The packages of the services ``names``, in that order."""
    return [importlib.import_module(f"helion_services.{name}") for name in names]
