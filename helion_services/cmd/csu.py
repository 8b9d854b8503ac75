"""``helion-manage csu``: files of updates for services without a connection to their source."""

import sys

from helion_services.base import messages, problems


def add(commands):
    """Add the commands to a parser's."""
    parser = commands.add_parser("csu", help="files of updates: an offline TUF repository")
    verbs = parser.add_subparsers(required=True, metavar="COMMAND")
    build = verbs.add_parser("build", help="make one of the files in a manifest, signed")
    build.add_argument("manifest", help="YAML: a list of mappings with file, name, version, kind")
    build.add_argument("output", help="the file to write, such as update.csu")
    build.add_argument("--keys", required=True, metavar="DIR", help="folder of the private keys")
    build.add_argument(
        "--days", type=int, default=365, help="days for which the metadata is valid (365)"
    )
    build.set_defaults(command=_build, without_configuration=True)
    sign = verbs.add_parser("sign", help="add a signature")
    sign.add_argument("file")
    sign.add_argument("--key", required=True, help="private key in PEM format")
    sign.add_argument("--role", default="targets", help="role of the metadata (targets)")
    sign.set_defaults(command=_sign, without_configuration=True)
    verify = verbs.add_parser("verify", help="verify one and list its content")
    verify.add_argument("file")
    verify.add_argument("--root", required=True, help="the trusted root metadata, root.json")
    verify.set_defaults(command=_verify, without_configuration=True)


def _build(arguments):
    from helion_services.sherpa import csu

    try:
        paths = csu.build(arguments.manifest, arguments.output, arguments.keys, arguments.days)
    except csu.CsuError as exc:
        return _refuse(str(exc))
    sys.stdout.write(f"{arguments.output}: {len(paths)} files.\n")
    return 0


def _sign(arguments):
    from helion_services.sherpa import csu
    from helion_services.sherpa.repository.archive import ArchiveRefused

    try:
        csu.sign(arguments.file, arguments.key, arguments.role)
    except csu.CsuError as exc:
        return _refuse(str(exc))
    except ArchiveRefused as exc:
        return _refuse(messages.text(messages.of(exc)))
    sys.stdout.write(f"{arguments.file}: signed.\n")
    return 0


def _verify(arguments):
    from helion_services.sherpa import csu
    from helion_services.sherpa.repository.archive import ArchiveRefused
    from helion_services.sherpa.repository.failures import SourceError

    try:
        fingerprint, targets = csu.verify(arguments.file, arguments.root)
    except (ArchiveRefused, SourceError, problems.Problem) as exc:
        return _refuse(messages.text(messages.of(exc)))
    except (OSError, UnicodeDecodeError) as exc:
        return _refuse(str(exc))
    sys.stdout.write(f"Trusted root: {fingerprint}\n")
    for path, target in sorted(targets.items()):
        sys.stdout.write(f"{target.length:>14}  {path}\n")
    return 0


def _refuse(text):
    sys.stderr.write(f"helion-manage: {text}\n")
    return 1
