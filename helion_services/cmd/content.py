"""``helion-manage content``: the retention of local content."""

import sys

from helion_services.base import database


def add(commands):
    """Add the commands to a parser's."""
    parser = commands.add_parser("content", help="downloaded and imported content")
    verbs = parser.add_subparsers(required=True, metavar="COMMAND")
    tidy = verbs.add_parser(
        "tidy", help="delete what [sherpa] keep_versions, keep_days and keep_mib let go"
    )
    tidy.add_argument("--dry-run", action="store_true", help="list it, and delete nothing")
    tidy.set_defaults(command=_tidy)


def _tidy(conf, arguments):
    from helion_services.sherpa import housekeeping

    db = database.Database(conf.database.connection)
    if arguments.dry_run:
        with db.reader() as session:
            listed = housekeeping.removable(session, conf)
    else:
        listed = housekeeping.tidy(db, conf)
    for each in listed:
        row = each.content
        sys.stdout.write(f"{row.name} {row.version} ({row.kind}, {row.size} bytes)\n")
    what = "Would be deleted" if arguments.dry_run else "Deleted"
    sys.stdout.write(f"{what}: {len(listed)}.\n")
    return 0
