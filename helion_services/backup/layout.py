"""The folders of the service below ``[backup] state_dir``; only its owner may read them.

::

    staging/REPOSITORY/helion-backup/   what a backup has besides files: copies of databases
    scratch/OPERATION/                  where a backup is restored to, to be verified or to be used
    before/OPERATION/                   what a restore replaced
    cache/                              restic's own
"""

import pathlib
import shutil

BUNDLE = "helion-backup"
"""The folder in each backup with the manifest and the copies of databases."""

MANIFEST = "manifest.json"
DATABASES = "databases"


class Layout:
    """Paths below one folder.

    :param conf: the group ``backup`` of the configuration
    """

    def __init__(self, conf):
        self.root = pathlib.Path(conf.state_dir)

    def bundle(self, repository):
        """The folder that is filled for a backup into a repository."""
        return self._folder("staging", repository, BUNDLE)

    def scratch(self, operation):
        """A folder of an operation, empty when it is new."""
        return self._folder("scratch", operation)

    def before(self, operation):
        """What a restore replaced."""
        return self._folder("before", operation)

    def clear(self, operation):
        """Remove the scratch folder of an operation."""
        shutil.rmtree(self.root / "scratch" / operation, ignore_errors=True)

    def _folder(self, *names):
        path = self.root
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in names:
            path = path / name
            path.mkdir(mode=0o700, exist_ok=True)
        return path


def below(scratch, path):
    """Where an absolute path of a backup is after a restore into ``scratch``."""
    return pathlib.Path(scratch) / str(path).lstrip("/")


def bundle_of(paths):
    """The bundle's folder among the paths of a restic snapshot; None if it is not one of ours."""
    return next((path for path in paths if pathlib.PurePath(path).name == BUNDLE), None)
