"""``helion-manage``: the database, the secrets, content, and files of updates.

::

    helion-manage [--config-file FILE] db upgrade       create the tables or bring them up to date
    helion-manage [--config-file FILE] db check         list what is missing; 1 if anything is
    helion-manage [--config-file FILE] rotate-secrets   encrypt all secrets with a new key
    helion-manage [--config-file FILE] audit prune --older-than DAYS
                                                        delete events of the audit trail
    helion-manage [--config-file FILE] content tidy [--dry-run]
                                                        delete local content beyond its limits
    helion-manage [--config-file FILE] backup|verify|restore LOCATION KEYS_LOCATION ...
                                                        list, prove and restore backups without
                                                        the service and its database
    helion-manage csu build MANIFEST OUTPUT --keys DIR  make a file of updates, signed
    helion-manage csu sign FILE --key KEY --role ROLE   add a signature to it
    helion-manage csu verify FILE --root ROOT           verify it and list its content
"""

import argparse
import datetime
import sys

from helion_services.base import audit, config, database, secrets
from helion_services.base.times import now
from helion_services.cmd import backup, content, csu, guard

NAME = "helion-manage"
_MOST_DAYS = 36_500


def main(argv=None):
    """Run a command; returns the exit status."""
    return guard.run(NAME, _manage, argv)


def _manage(argv):
    arguments = _parser().parse_args(argv)
    if arguments.without_configuration:
        return arguments.command(arguments)
    options = [f"--config-file={path}" for path in arguments.config_file]
    conf = config.load(options)
    config.set_up_logging(conf, NAME)
    return arguments.command(conf, arguments)


def _upgrade(conf, _arguments):
    url = conf.database.connection
    database.upgrade(url)
    secrets.create(conf, database.Database(url)).prepare()
    sys.stdout.write("The database is up to date.\n")
    return 0


def _check(conf, _arguments):
    missing = database.check(conf.database.connection)
    sys.stdout.write("\n".join(missing or ["The database is up to date."]) + "\n")
    return 1 if missing else 0


def _rotate(conf, _arguments):
    db = database.Database(conf.database.connection)
    count = secrets.create(conf, db).rotate()
    sys.stdout.write(f"Secrets encrypted with a new key: {count}.\n")
    return 0


def _prune(conf, arguments):
    db = database.Database(conf.database.connection)
    count = audit.prune(db, now() - datetime.timedelta(days=arguments.older_than))
    sys.stdout.write(f"Events deleted: {count}.\n")
    return 0


def _days(text):
    days = int(text)
    if not 0 <= days <= _MOST_DAYS:
        raise ValueError(text)
    return days


def _parser():
    parser = argparse.ArgumentParser(prog=NAME, description="Manage the data of the services.")
    parser.add_argument(
        "--config-file",
        action="append",
        default=[],
        metavar="FILE",
        help="configuration file, may be given more than once",
    )
    parser.set_defaults(without_configuration=False)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    tables = commands.add_parser("db", help="the tables of the database")
    of_tables = tables.add_subparsers(required=True, metavar="COMMAND")
    upgrade = of_tables.add_parser("upgrade", help="create them, or bring them up to date")
    upgrade.set_defaults(command=_upgrade)
    check = of_tables.add_parser("check", help="list what is missing; status 1 if anything is")
    check.set_defaults(command=_check)
    rotate = commands.add_parser("rotate-secrets", help="encrypt all secrets with a new key")
    rotate.set_defaults(command=_rotate)
    content.add(commands)
    backup.add(commands)
    csu.add(commands)
    trail = commands.add_parser("audit", help="the audit trail")
    of_trail = trail.add_subparsers(required=True, metavar="COMMAND")
    prune = of_trail.add_parser("prune", help="delete old events")
    prune.add_argument(
        "--older-than", type=_days, required=True, metavar="DAYS", help="age of the events in days"
    )
    prune.set_defaults(command=_prune)
    return parser


if __name__ == "__main__":
    sys.exit(main())
