"""What the steps have in common: the repository, its locks, and its state."""

import contextlib

from helion_services.backup import access, repositories
from helion_services.backup.failures import Failure
from helion_services.backup.layout import Layout
from helion_services.base.operations import Step

OF_REPOSITORY = (
    *("repository-missing", "repository-password-wrong", "repository-full"),
    *("repository-corrupt", "repository-unreachable"),
)
"""Failures that say something about the repository."""


class BackupStep(Step):
    """A step that uses a repository.

    :ivar request: the operation's request
    """

    def __init__(self, name, title, request):
        super().__init__(name, title)
        self.request = request

    @contextlib.contextmanager
    def opened(self, work):
        """The :class:`~.access.Pair` of the repository; a failure becomes its state."""
        runtime = work.runtime
        with runtime.db.reader() as session:
            row = repositories.get(session, self.request.repository)
        try:
            yield access.of_row(runtime, row, work.check)
        except Failure as exc:
            if exc.code in OF_REPOSITORY:
                repositories.report(runtime, row.id, exc)
            raise

    def layout(self, work):
        """The :class:`Layout` of the service."""
        return Layout(work.runtime.conf.backup)


def steady(work, restic, name, *arguments, **options):
    """Call a method of a :class:`~.restic.Restic`; locks are borne, see :mod:`..access`."""
    method = getattr(restic, name)
    return access.patiently(work, restic, lambda: method(*arguments, **options))
