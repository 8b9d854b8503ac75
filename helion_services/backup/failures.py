"""What restic's errors mean. Versions before 0.17 have no exit status for each of them."""

import re

from helion_services.base.messages import Message

_STATUS = {10: "repository-missing", 11: "repository-locked", 12: "repository-password-wrong"}

_TEXTS = (
    ("repository-password-wrong", r"wrong password or no key found"),
    ("repository-locked", r"repository is already locked|unable to create lock.*locked"),
    ("repository-full", r"no space left on device|disk quota exceeded|EDQUOT|StorageFull"),
    (
        "repository-corrupt",
        r"ciphertext verification failed|does not match|invalid data returned|hash mismatch"
        r"|Hash .* unexpected|errors? (was|were) found|contains? .*errors|not found in repository"
        r"|load <.*: (invalid|unexpected)|invalid (header|length)|checking of .* failed|is damaged"
        r"|error loading (index|snapshot|tree)|unable to decrypt|crypto",
    ),
    (
        "repository-missing",
        r"Is there a repository at the following location|unable to open config file"
        r"|repository does not exist",
    ),
    (
        "repository-unreachable",
        r"connection refused|no such host|i/o timeout|dial tcp|unable to start the sftp session"
        r"|permission denied|Access ?Denied|Unauthorized|SignatureDoesNotMatch|NoSuchBucket",
    ),
)

_SENTENCES = {
    "repository-missing": "There is no repository at this location.",
    "repository-locked": "The repository is locked by another process.",
    "repository-password-wrong": "The password does not open the repository.",
    "repository-full": "The repository has no space left.",
    "repository-corrupt": "The repository is damaged: {reason}",
    "repository-unreachable": "The repository cannot be reached: {reason}",
    "restic-failed": "restic failed: {reason}",
}


class Failure(Exception):
    """restic failed.

    :ivar code: of the ``message``
    """

    def __init__(self, code, reason=""):
        params = {"reason": reason} if "{reason}" in _SENTENCES[code] else {}
        self.message = Message(code, _SENTENCES[code], **params)
        self.code = code
        super().__init__(self.message.detail)


def of_output(status, errors, scheme):
    """The :class:`Failure` of a run.

    :param status: restic's exit status
    :param errors: the end of what it wrote to stderr
    :param scheme: of the location: a swift, s3 or sftp server that refuses is unreachable
    """
    reason = _last_line(errors)
    if status in _STATUS:
        return Failure(_STATUS[status])
    for code, pattern in _TEXTS:
        if re.search(pattern, errors, re.IGNORECASE):
            return Failure(code, reason)
    return Failure("restic-failed", reason or f"{scheme}: {status}")


def _last_line(errors):
    """The line of the errors that says what is wrong."""
    lines = [line.strip() for line in errors.splitlines() if line.strip()]
    fatal = [line.removeprefix("Fatal: ") for line in lines if line.startswith("Fatal: ")]
    return (fatal or lines or [""])[-1][:500]
