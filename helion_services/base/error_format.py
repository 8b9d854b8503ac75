"""The form of errors.

It is problem details, see :mod:`helion_services.base.problems`, except on the paths of a service
with a form of its own, see :class:`~helion_services.base.service.Service`.
"""

from helion_services.base import context, problems


def refuse(problem, environ):
    """The answer of most services to a :class:`~helion_services.base.problems.Problem`."""
    return problems.response(problem, context.request_id(environ))


def refusal(services):
    """A function like :func:`refuse` that asks the service that owns the path, if any."""

    def choose(problem, environ):
        for service in services:
            if service.owns(environ.get("PATH_INFO", "")):
                return service.refuse(problem, environ)
        return refuse(problem, environ)

    return choose
