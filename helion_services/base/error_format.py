"""Which service answers a request that cannot be done, and how.

All answer with problem details, see :mod:`helion_services.base.problems`, unless a service has a
wire of its own to be true to: then its package has ``owns(path)`` and ``refuse(problem, environ)``.
"""

from helion_services.base import context, problems


def refuse(problem, environ):
    """The answer of most services to a :class:`~helion_services.base.problems.Problem`."""
    return problems.response(problem, context.request_id(environ))


def refusal(services):
    """A function like :func:`refuse` that leaves it to the service whose path it is."""

    def choose(problem, environ):
        for service in services:
            if service.owns(environ.get("PATH_INFO", "")):
                return service.refuse(problem, environ)
        return refuse(problem, environ)

    return choose
