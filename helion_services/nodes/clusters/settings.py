"""The options about clusters, in the section ``[nodes]``."""

from oslo_config import cfg

_ADDRESSES = cfg.types.Dict(cfg.types.String(), key_value_separator="=")


def _members(kind, what, example):
    return cfg.Opt(
        f"{kind}_members",
        type=_ADDRESSES,
        default={},
        help=f"{what} of each controller, by the name of its server: {example}. Unset, this cluster"
        " is not checked.",
    )


def _login(kind, title, rights):
    return (
        cfg.StrOpt(f"{kind}_user", help=f"User of {title}; {rights}."),
        cfg.StrOpt(f"{kind}_password", secret=True, help="The password of that user."),
        cfg.StrOpt(
            f"{kind}_ca",
            help=f"File with the authority that signed the certificates of {title}. Unset, the"
            " system's authorities are trusted.",
        ),
    )


OPTIONS = (
    _members("galera", "Address of the database", "overcloud-controller-0=db0.example.com:3306"),
    *_login("galera", "the database", "it needs no rights"),
    _members(
        "rabbitmq",
        "URL of the management API of RabbitMQ",
        "overcloud-controller-0=https://mq0.example.com:15671",
    ),
    *_login("rabbitmq", "RabbitMQ", "it needs the tag monitoring"),
    _members(
        "haproxy",
        "URL of the statistics of HAProxy",
        "overcloud-controller-0=https://proxy0.example.com:1993/stats",
    ),
    *_login("haproxy", "HAProxy's statistics", "if they ask for one"),
    cfg.StrOpt(
        "virtual_address",
        help="URL of the statistics of HAProxy at the address that keepalived moves between the"
        " controllers: https://api.example.com:1993/stats. HAProxy needs the option stats"
        " show-node, and its node must be the name of the server.",
    ),
    cfg.Opt(
        "singletons",
        type=_ADDRESSES,
        default={},
        help="Services that run on one controller only, with the name of its server:"
        " cinder-volume=overcloud-controller-0.",
    ),
    cfg.FloatOpt(
        "cluster_timeout",
        default=4.0,
        min=0.5,
        max=60,
        help="Seconds for a member of a cluster to answer.",
    ),
)
