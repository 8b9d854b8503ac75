"""``helion-manage backup|verify|restore``: for the day on which there is no dashboard."""

import os
import sys

from helion_services.base import messages, problems

_VARIABLES = ("AWS_", "OS_", "ST_")


def add(commands):
    """Add the commands to a parser's."""
    parser = commands.add_parser("backup", help="list the backups of a repository")
    _add_repository(parser)
    parser.set_defaults(command=_list)
    verify = commands.add_parser("verify", help="restore a backup into a scratch folder and count")
    _add_repository(verify)
    _add_snapshot(verify)
    verify.set_defaults(command=_verify)
    restore = commands.add_parser("restore", help="restore a backup")
    _add_repository(restore)
    _add_snapshot(restore)
    restore.add_argument("--parts", metavar="A,B", help="names of what is restored; all by default")
    restore.add_argument("--yes", action="store_true", help="do not ask")
    restore.set_defaults(command=_restore)


def _add_repository(parser):
    parser.add_argument("location", help="of the repository, as restic has it")
    parser.add_argument("keys_location", help="of the repository of the keys")
    for name, what in (("--password-file", "repository"), ("--keys-password-file", "keys")):
        parser.add_argument(name, required=True, metavar="FILE", help=f"password of the {what}")


def _add_snapshot(parser):
    parser.add_argument("--snapshot", default="latest", metavar="ID", help="the last by default")


def _pair(conf, arguments):
    from helion_services.backup import recovery

    environment = {key: value for key, value in os.environ.items() if key.startswith(_VARIABLES)}
    return recovery.pair_of(
        conf,
        arguments.location,
        arguments.password_file,
        arguments.keys_location,
        arguments.keys_password_file,
        environment,
    )


def _list(conf, arguments):
    from helion_services.backup import recovery

    def run():
        for ident, moment, host in recovery.listed(_pair(conf, arguments)):
            sys.stdout.write(f"{ident[:12]}  {moment}  {host}\n")
        return 0

    return _guarded(run)


def _verify(conf, arguments):
    return _guarded(lambda: _prove(conf, arguments, None)[2])


def _restore(conf, arguments):
    from helion_services.backup import recovery

    names = arguments.parts.split(",") if arguments.parts else None

    def run():
        described, scratch, status = _prove(conf, arguments, names)
        if status:
            return status
        if not arguments.yes and not _confirmed(described):
            return 1
        recovery.restore(conf, described, scratch)
        sys.stdout.write("Restored.\n")
        return 0

    return _guarded(run)


def _prove(conf, arguments, names):
    from helion_services.backup import recovery

    pair = _pair(conf, arguments)
    described, scratch, counts, wrong = recovery.fetch(conf, pair, arguments.snapshot, names)
    sys.stdout.write(recovery.as_text(described, counts, wrong))
    sys.stdout.write("Damaged.\n" if wrong else "Verified.\n")
    return described, scratch, int(bool(wrong))


def _confirmed(described):
    names = ", ".join(part["name"] for part in described["parts"])
    sys.stdout.write(f"This overwrites {names}. Type restore to go on: ")
    sys.stdout.flush()
    return sys.stdin.readline().strip() == "restore"


def _guarded(run):
    """What ``run()`` returns; expected failures are one line."""
    from helion_services.backup.databases import DatabaseFailure
    from helion_services.backup.failures import Failure
    from helion_services.backup.hooks import HookFailed
    from helion_services.backup.recovery import Refused
    from helion_services.backup.room import NoRoom

    try:
        return run()
    except (Failure, DatabaseFailure, HookFailed, NoRoom, Refused, problems.Problem) as exc:
        sys.stderr.write(f"helion-manage: {messages.text(messages.of(exc))}\n")
        return 1
