"""Sections of configuration that several services share: plain dicts for :mod:`ini`."""

from helion_embedded import sqlite
from helion_embedded.logins import DOMAIN, PASSWORD, REGION, SERVICE_PROJECT
from helion_embedded.ports import HOST

COMPUTE_HOST = "undercloud"
"""The host name that services give themselves, whatever this machine is called."""


def defaults():
    """``[DEFAULT]``: log to the process's own output, which the supervisor keeps in one file."""
    return {"debug": False, "use_stderr": True}


def common(instance):
    """Locks in the state directory, no notifications to anybody."""
    return {
        "oslo_concurrency": {"lock_path": instance.state.var("lock")},
        "oslo_messaging_notifications": {"driver": "noop"},
    }


def database(instance, name):
    """A ``[database]`` section."""
    return {"connection": sqlite.connection_url(instance.state.database(name))}


def credentials(instance, user, **more):
    """How ``user`` of the service project logs in, with further options."""
    return {
        "auth_type": "password",
        "auth_url": instance.auth_url,
        "username": user,
        "password": PASSWORD,
        "project_name": SERVICE_PROJECT,
        "user_domain_name": DOMAIN,
        "project_domain_name": DOMAIN,
        "region_name": REGION,
        **more,
    }


def authtoken(instance, user):
    """``[keystone_authtoken]``: how tokens of requests are checked."""
    return credentials(
        instance,
        user,
        www_authenticate_uri=instance.url("keystone"),
        service_token_roles_required=True,
        service_token_roles="service",  # noqa: S106 - the name of a role
    )


def in_memory_messaging():
    """Options of ``[DEFAULT]`` for a service whose parts share one process and need no broker."""
    return {"transport_url": "fake://", "rpc_response_timeout": 60}


def identity():
    """Options of ``[DEFAULT]`` that name the host; nothing is taken from this machine."""
    return {"host": COMPUTE_HOST, "my_ip": HOST}
