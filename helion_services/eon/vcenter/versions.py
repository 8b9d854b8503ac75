"""Which versions of vCenter are supported.

As in HPE's service: what is older than the oldest version of the list is refused, so is an older
build of a version in the list. What is not in the list, and newer than the oldest, may do.
"""

from helion_services.base.messages import Message
from helion_services.eon.vcenter import failures


def check(about, supported):
    """Raise :class:`failures.UnsupportedVersion`.

    :param about: with ``version`` and ``build``
    :param supported: texts like ``6.5`` or ``6.5:4602587``; empty: any
    """
    entries = [_entry(text) for text in supported]
    if not entries:
        return
    version = _numbers(about.version)
    too_old = version < min(numbers for numbers, _build in entries)
    builds = [build for numbers, build in entries if version[: len(numbers)] == numbers]
    if too_old or any(_number(about.build) < build for build in builds):
        raise failures.UnsupportedVersion(
            Message(
                "version-not-supported",
                "VMware vCenter version ({version}) and build ({build}) is not supported."
                " Supported versions: {supported}.",
                version=about.version,
                build=about.build,
                supported=list(supported),
            )
        )


def _entry(text):
    version, _, build = text.partition(":")
    return _numbers(version), _number(build)


def _numbers(version):
    return tuple(_number(part) for part in version.split("."))


def _number(text):
    return int(text) if text and text.isdigit() else 0
