"""Horizon's static files: collected and compressed once, again only when their sources change."""

import hashlib
import shutil

from helion_embedded import distributions
from helion_embedded.state import write_private

# What of a plugin ends up in collected or compressed files.
_SOURCES = ("static", "templates", "enabled")


def root(instance):
    """STATIC_ROOT."""
    return instance.state.var("horizon", "static")


def is_current(instance, packages):
    """Whether the files were made from what is installed now.

    ``packages`` are the folders of the plugins, our own included.
    """
    try:
        return _mark(instance).read_text() == fingerprint(instance, packages)
    except OSError:
        return False


def build(instance, packages):
    """Collect and compress. Runs in a child with Horizon's settings in its environment."""
    current = fingerprint(instance, packages)
    _mark(instance).unlink(missing_ok=True)
    shutil.rmtree(root(instance))

    import django
    from django.core.management import call_command

    django.setup()
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("compress", force=True, verbosity=0)
    write_private(_mark(instance), current)


def fingerprint(instance, packages):
    """A hash of the versions, the plugin list, and every source file's name, size and time."""
    digest = hashlib.sha256(distributions.fingerprint().encode())
    digest.update(repr(instance.plugins).encode())
    for package in packages:
        for path in sorted(_files(package)):
            details = path.stat()
            digest.update(f"{path} {details.st_size} {details.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _files(package):
    for name in _SOURCES:
        # Panels may have templates of their own, at any depth.
        for folder in package.rglob(name):
            yield from (path for path in folder.rglob("*") if path.is_file())


def _mark(instance):
    return instance.state.var("horizon") / "static.fingerprint"
