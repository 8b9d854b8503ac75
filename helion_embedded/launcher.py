"""The one entry of all child processes: ``python -m helion_embedded.launcher JOB NAME ...``.

Jobs: ``serve`` runs a service (its WSGI application under waitress, its workers beside it),
``databases`` makes its databases, ``prepare`` what else it needs before a start, ``register`` fills
Keystone, ``seed`` puts the demo content in. Output goes to stdout and stderr: the supervisor keeps
both in one log a process.
"""

import argparse
import os
import sys
import warnings

from helion_embedded import databases, openstack, parent, probe, sqlite
from helion_embedded.instance import Instance
from helion_embedded.ports import HOST
from helion_embedded.state import State

_HOSTS = (HOST, "localhost")


def command(job, name, state):
    """The command line for a child of this process."""
    return [
        sys.executable,
        "-m",
        "helion_embedded.launcher",
        job,
        name,
        "--state",
        str(state.root),
        "--parent",
        str(os.getpid()),
    ]


def main(arguments=None):
    """Do one job; the exit status is 0 unless it raises."""
    parser = argparse.ArgumentParser(prog="helion-embedded-launcher", description=__doc__)
    parser.add_argument("job", choices=sorted(_JOBS))
    parser.add_argument("name", help="a service")
    parser.add_argument("--state", required=True, help="state directory")
    parser.add_argument("--parent", type=int, help="end when this process ends")
    options = parser.parse_args(arguments)
    if options.parent:
        parent.die_with_parent(options.parent)
    # Dozens of deprecation warnings a process, none of them ours to cure.
    warnings.simplefilter("ignore")
    # Some of the services read the command line as soon as they are imported.
    sys.argv = [options.name]
    instance = Instance.load(State(options.state))
    _JOBS[options.job](instance, options.name)


def _serve(instance, name):
    service = openstack.SERVICES[name]
    sqlite.apply()
    application = service.application(instance)
    if application is None:
        return
    import waitress

    waitress.serve(
        _of_loopback(application),
        host=HOST,
        port=instance.ports[name],
        threads=16,
        # Clients such as Horizon open a connection for almost each call and leave it open. At the
        # default limit of 100, looked at every 30 seconds, everybody waits for up to a minute.
        connection_limit=2000,
        channel_timeout=30,
        cleanup_interval=5,
        # More than 1,023 descriptors are fatal to select().
        asyncore_use_poll=True,
        ident=None,
        clear_untrusted_proxy_headers=True,
    )


def _of_loopback(application):
    """``application`` for requests that are addressed to loopback, and 400 for all others.

    The passwords are published: a page of another site must not reach the services by a name of its
    own that resolves to 127.0.0.1.
    """

    def guarded(environ, start_response):
        host = environ.get("HTTP_HOST", "").lower()
        name, _colon, port = host.rpartition(":")
        if (name if port.isdecimal() and name else host) in _HOSTS:
            return application(environ, start_response)
        start_response("400 Bad Request", [("Content-Type", "text/plain")])
        return [b"The request must be addressed to 127.0.0.1.\n"]

    return guarded


def _databases(instance, name):
    databases.create(instance, openstack.SERVICES[name])


def _prepare(instance, name):
    openstack.SERVICES[name].prepare(instance)


def _register(instance, _name):
    from helion_embedded.openstack import catalogue

    probe.wait(instance.auth_url)
    catalogue.register(instance)


def _seed(instance, _name):
    from helion_embedded import seed

    seed.run(instance)


_JOBS = {
    "serve": _serve,
    "databases": _databases,
    "prepare": _prepare,
    "register": _register,
    "seed": _seed,
}

if __name__ == "__main__":
    main()
