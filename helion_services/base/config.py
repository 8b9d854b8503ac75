"""The configuration: the options, and how they are read.

One file serves all three commands. Options are oslo.config's, so ``--config-file`` may be given
more than once, ``--config-dir`` works, and ``OS_API__PORT`` in the environment is ``[api] port``.
"""

import ipaddress
import logging

from keystoneauth1 import loading
from keystonemiddleware import auth_token
from oslo_config import cfg
from oslo_log import log

from helion_services import __version__
from helion_services.base import log_context, service

LOG = logging.getLogger(__name__)

AUTH = "keystone_authtoken"
CLOUDS = ("undercloud", "undercloud_system", "overcloud")
_NEEDED_BY_SERVICES = ("undercloud", "undercloud_system")


# Before the options: they name all services, whose modules may import what needs this.
class ConfigError(Exception):
    """The configuration cannot be used; the text names the option, in one line."""


API = (
    cfg.HostAddressOpt("host", default="127.0.0.1", help="Address that helion-api listens on."),
    cfg.PortOpt("port", default=9780, help="TCP port that helion-api listens on."),
    cfg.IntOpt("workers", default=8, min=1, max=256, help="Threads that answer requests."),
    cfg.ListOpt(
        "services",
        default=list(service.installed()),
        item_type=cfg.types.String(choices=list(service.installed())),
        help="The services to serve; all that are installed by default.",
    ),
    cfg.ListOpt(
        "allowed_hosts",
        default=[],
        help="Host names and addresses, without ports, that requests may be addressed to. Empty:"
        " any.",
    ),
    cfg.IntOpt(
        "max_body_kib",
        default=4096,
        min=1,
        help="The largest body of a request that is accepted, in KiB.",
    ),
)
DATABASE = (
    cfg.StrOpt(
        "connection",
        default="sqlite:////var/lib/helion/services.db",
        secret=True,
        help="SQLAlchemy URL of the database. Its driver must be installed.",
    ),
    cfg.BoolOpt(
        "auto_upgrade",
        help="Whether helion-api and helion-conductor bring the tables up to date when they start."
        " Unset, they do so with SQLite only.",
    ),
)
SECRETS = (
    cfg.StrOpt(
        "backend",
        default="fernet",
        choices=[
            ("fernet", "Encrypted in the database, by the keys in key_repository."),
            ("castellan", "In Barbican or Vault, configured in [key_manager]; needs castellan."),
        ],
        help="Where the passwords that operations need are stored.",
    ),
    cfg.StrOpt(
        "key_repository",
        default="/var/lib/helion/secret-keys",
        help="Directory of the keys. All machines with the same database need the same keys.",
    ),
)
OPERATIONS = (
    cfg.IntOpt("workers", default=4, min=1, max=64, help="Operations run at the same time."),
    cfg.StrOpt(
        "jobboard",
        default="",
        secret=True,
        help="URL of the Redis that hands operations to helion-conductor processes, such as"
        " rediss://user:password@host:6379?ssl_ca_certs=FILE. Empty: helion-api runs them itself.",
    ),
    cfg.IntOpt(
        "claim_expiry",
        default=15,
        min=3,
        help="Seconds after which another conductor takes over the operations of one that died.",
    ),
    cfg.FloatOpt(
        "poll",
        default=1.0,
        min=0.1,
        help="Seconds between checks for something that an operation waits for.",
    ),
    cfg.IntOpt(
        "secrets_days",
        default=7,
        min=0,
        max=3650,
        help="Days for which the passwords of an operation that did not succeed are kept, so that"
        " it can be retried.",
    ),
    cfg.StrOpt(
        "namespace",
        default="helion",
        regex=r"^[\w.-]+$",
        help="Name of the jobboard, for several installations on one Redis.",
    ),
)
AUDIT = (
    cfg.IntOpt(
        "retention_days",
        default=365,
        min=0,
        max=36500,
        help="Days for which events of the audit trail are kept. 0: until helion-manage audit prune"
        " deletes them.",
    ),
)
CLOUD = (
    cfg.StrOpt("region_name", help="Region of the service catalog to use."),
    cfg.ListOpt(
        "valid_interfaces",
        default=["internal", "public"],
        help="Interfaces of the service catalog to use, the preferred one first.",
    ),
)
OURS = (
    ("api", API),
    ("database", DATABASE),
    ("secrets", SECRETS),
    ("operations", OPERATIONS),
    ("audit", AUDIT),
)


def load(argv=None, files=None):
    """Read the configuration; returns an ``oslo_config.cfg.ConfigOpts``.

    :param argv: the command line after the name of the command; none by default
    :param files: paths of configuration files, instead of those in ``/etc/helion`` and ``~``

    Raises :class:`ConfigError`.
    """
    conf = new()
    try:
        conf(
            argv or [],
            project="helion",
            prog="helion-services",
            version=__version__,
            default_config_files=None if files is None else [str(path) for path in files],
        )
    except (cfg.Error, ValueError) as exc:
        raise ConfigError(" ".join(str(exc).split())) from exc
    for group, options in OURS:
        _read(conf, group, options)
    for each in service.load(conf.api.services):
        conf.register_opts(each.options, group=each.name)
        _read(conf, each.name, each.options)
    return conf


def new():
    """All options of the services, without values."""
    conf = cfg.ConfigOpts()
    log.register_options(conf)
    log.set_defaults(default_log_levels=[*log.get_default_log_levels(), "alembic=WARNING"])
    for group, options in OURS:
        conf.register_opts(options, group=group)
    for group, options in auth_token.list_opts():
        conf.register_opts(options, group=group)
    # Otherwise any valid token is accepted as a service token.
    conf.set_default("service_token_roles_required", True, group=AUTH)
    for group in CLOUDS:
        loading.register_auth_conf_options(conf, group)
        loading.register_session_conf_options(conf, group)
        conf.set_default("timeout", 60, group=group)
        conf.register_opts(CLOUD, group=group)
    return conf


def check(conf):
    """Raise :class:`ConfigError` if an option that every process needs is missing.

    What is dangerous is logged.
    """
    needed = [AUTH, *(_NEEDED_BY_SERVICES if conf.api.services else ())]
    for group in needed:
        if not conf[group].auth_type:
            raise ConfigError(f"[{group}] auth_type is required.")
    for group in (AUTH, *CLOUDS):
        if conf[group].insecure:
            LOG.warning("[%s] insecure is set: certificates are not verified.", group)
    if not _is_loopback(str(conf.api.host)):
        LOG.warning(
            "[api] host is %s, and helion-api has no TLS: put a TLS proxy in front of it, and let"
            " only that reach the port.",
            conf.api.host,
        )
    if conf.operations.jobboard.startswith("redis://"):
        LOG.warning("[operations] jobboard has no TLS: use rediss://.")


def _is_loopback(host):
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def set_up_logging(conf, name):
    """Send the logs where ``[DEFAULT]`` says, or to stderr; ``name`` is the command's."""
    if not (conf.log_file or conf.log_dir):
        conf.set_default("use_stderr", True)  # the default is stdout
    log.setup(conf, name)
    log_context.setup()


def _read(conf, group, options):
    """Read each value once: oslo.config validates it only then."""
    for option in options:
        try:
            getattr(conf[group], option.dest)
        except (cfg.Error, ValueError) as exc:
            reason = str(exc).partition("is not valid: ")[2] or str(exc)
            raise ConfigError(f"[{group}] {option.name}: {reason}") from exc
