"""``helion-manage``: the database and the secrets.

::

    helion-manage [--config-file FILE] db upgrade       create the tables or bring them up to date
    helion-manage [--config-file FILE] db check         list what is missing; 1 if anything is
    helion-manage [--config-file FILE] rotate-secrets   encrypt all secrets with a new key
"""

import argparse
import sys

from helion_services.base import config, database, secrets
from helion_services.cmd import guard

NAME = "helion-manage"


def main(argv=None):
    """Run a command; returns the exit status."""
    return guard.run(NAME, _manage, argv)


def _manage(argv):
    arguments = _parser().parse_args(argv)
    options = [f"--config-file={path}" for path in arguments.config_file]
    conf = config.load(options)
    config.set_up_logging(conf, NAME)
    return arguments.command(conf)


def _upgrade(conf):
    url = conf.database.connection
    database.upgrade(url)
    secrets.create(conf, database.Database(url)).prepare()
    sys.stdout.write("The database is up to date.\n")
    return 0


def _check(conf):
    missing = database.check(conf.database.connection)
    sys.stdout.write("\n".join(missing or ["The database is up to date."]) + "\n")
    return 1 if missing else 0


def _rotate(conf):
    db = database.Database(conf.database.connection)
    count = secrets.create(conf, db).rotate()
    sys.stdout.write(f"Secrets encrypted with a new key: {count}.\n")
    return 0


def _parser():
    parser = argparse.ArgumentParser(prog=NAME, description="Manage the data of the services.")
    parser.add_argument(
        "--config-file",
        action="append",
        default=[],
        metavar="FILE",
        help="configuration file, may be given more than once",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    tables = commands.add_parser("db", help="the tables of the database")
    of_tables = tables.add_subparsers(required=True, metavar="COMMAND")
    upgrade = of_tables.add_parser("upgrade", help="create them, or bring them up to date")
    upgrade.set_defaults(command=_upgrade)
    check = of_tables.add_parser("check", help="list what is missing; status 1 if anything is")
    check.set_defaults(command=_check)
    rotate = commands.add_parser("rotate-secrets", help="encrypt all secrets with a new key")
    rotate.set_defaults(command=_rotate)
    return parser


if __name__ == "__main__":
    sys.exit(main())
