"""Imports Nova with a configuration of its own.

In production no two services share a process. In this one Ironic's options are there, too, and
both want ``[api] max_limit``.
"""

from oslo_config import cfg

_shared, cfg.CONF = cfg.CONF, cfg.ConfigOpts()
try:
    import nova.conf  # noqa: F401
finally:
    cfg.CONF = _shared
