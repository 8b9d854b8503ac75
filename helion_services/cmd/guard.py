"""Errors of the configuration in one line, instead of a traceback."""

import sys

from keystoneauth1 import exceptions

from helion_services.base import config
from helion_services.base.database import DatabaseError
from helion_services.base.keys import KeysError

_EXPECTED = (config.ConfigError, DatabaseError, KeysError, exceptions.ClientException, OSError)


def run(name, command, argv):
    """Run ``command(argv)``; exits with one line and status 1 for expected errors.

    :param argv: the command line after the name of the command, None for this process's own
    """
    try:
        return command(sys.argv[1:] if argv is None else argv)
    except _EXPECTED as exc:
        raise SystemExit(f"{name}: {' '.join(str(exc).split())}") from None
