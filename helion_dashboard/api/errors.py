"""The errors of all services, as one family that views can show.

Third-party errors end at the border: nothing outside ``api/`` knows which client was used.
"""

import contextlib

from cinderclient import exceptions as cinder
from django.utils.translation import gettext as _
from heatclient import exc as heat
from keystoneauth1 import exceptions as keystoneauth
from novaclient import exceptions as nova


class ServiceError(Exception):
    """A service refused a request, or failed.

    :ivar service: the service's type in the catalog, such as ``baremetal``
    :ivar reason: a sentence for the user
    :ivar status: the HTTP status it answered with, or ``None`` when it gave no answer
    :ivar code: a short name of the case, such as ``plan-outdated``; only our own services give one
    :ivar params: what the code is about, by name
    """

    def __init__(self, service, reason, status=None, *, code="", params=None):
        super().__init__(f"{service}: {reason}")
        self.service = service
        self.reason = reason
        self.status = status
        self.code = code
        self.params = dict(params or {})

    @property
    def may_pass(self):
        """Whether the same request may work a moment later."""
        return not isinstance(self, NotFound | Invalid | Refused)

    def __copy__(self):
        """The same error without a traceback, to be raised elsewhere."""
        twin = type(self).__new__(type(self), *self.args)
        twin.__dict__.update(self.__dict__)
        return twin


class NotFound(ServiceError):
    """The requested object does not exist."""


class Conflict(ServiceError):
    """The object is busy, exists already, or has changed since the user saw it.

    :ivar changes: what differs from a plan, as ``{"kind", "subject", "before", "after"}``
    """

    def __init__(self, *args, changes=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.changes = tuple(changes)


class Invalid(ServiceError):
    """The request is not valid.

    :ivar fields: ``{field: [sentence, ...]}``, empty where no field is to blame
    :ivar facts: ``{field: [{"code", "params"}, ...]}``: the same, of our own services
    """

    def __init__(self, *args, fields=None, facts=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields = dict(fields or {})
        self.facts = dict(facts or {})

    def offered(self, field, values):
        """Those of ``values`` that the service offers, if it refused another of them."""
        facts = [fact for fact in self.facts.get(field) or () if isinstance(fact, dict)]
        names = next(
            (fact.get("params") for fact in facts if fact.get("code") == "value-not-offered"), None
        )
        listed = names.get("values") if isinstance(names, dict) else None
        listed = listed if isinstance(listed, list) else ()
        return tuple(value for value in values if value in listed)


class Refused(ServiceError):
    """The user may not do this."""

    @property
    def names_a_rule(self):
        """Whether the reason is the service's own, which names a rule of its policy."""
        return self.status == 403 and not self.code


class Unreachable(ServiceError):
    """The service gave no answer."""


class NoSystemRole(Refused):
    """The user has no role on the system, so he cannot ask for what belongs to no project."""

    names_a_rule = False


_BY_STATUS = {
    400: Invalid,
    401: Refused,
    403: Refused,
    404: NotFound,
    409: Conflict,
    414: Invalid,
    422: Invalid,
}


def of_status(service, status, reason, **more):
    """The error of this family for an HTTP status; ``more`` is what only some of them know."""
    return _BY_STATUS.get(status, ServiceError)(service, reason, status, **more)


@contextlib.contextmanager
def border(service):
    """Turns every client's errors into ours; ``service`` is the catalog type to name."""
    try:
        yield
    except (keystoneauth.EndpointNotFound, keystoneauth.EmptyCatalog) as exc:
        raise Unreachable(service, _("It is not in the service catalog of this region.")) from exc
    except keystoneauth.ConnectTimeout as exc:
        raise Unreachable(service, _("It did not answer in time.")) from exc
    except keystoneauth.ConnectFailure as exc:
        raise Unreachable(service, _("It cannot be reached.")) from exc
    except keystoneauth.DiscoveryFailure as exc:
        raise Unreachable(service, _("It does not list its API versions.")) from exc
    except keystoneauth.HttpError as exc:
        raise of_status(service, exc.http_status, exc.message) from exc
    except keystoneauth.ClientException as exc:
        raise ServiceError(service, str(exc)) from exc
    except (nova.ClientException, cinder.ClientException) as exc:
        raise of_status(service, exc.code, exc.message or str(exc)) from exc
    except heat.HTTPException as exc:
        raise of_status(service, exc.code, str(exc)) from exc
