"""All that the monitoring service brings."""

import pathlib

from oslo_config import cfg

from helion_services.base.service import Service
from helion_services.base.tls import peers


class Monitoring(Service):
    """Hosts and services of the undercloud in Icinga: what is watched, and what is wrong."""

    name = "monitoring"
    type = "undercloud-monitoring"
    root = "/monitoring/v1"
    metal = False
    migrations = pathlib.Path(__file__).parent / "migrations"
    options = (
        cfg.URIOpt(
            "icinga_url",
            schemes=["https"],
            help="Root of Icinga's API, such as https://icinga.example.com:5665. Unset, nothing is"
            " monitored.",
        ),
        cfg.StrOpt("icinga_user", default="helion", help="Icinga's API user."),
        cfg.StrOpt("icinga_password", secret=True, help="The password of that user."),
        cfg.StrOpt(
            "icinga_ca",
            help="File with the authority that signed Icinga's certificate. Unset, the system's"
            " authorities are trusted.",
        ),
        cfg.FloatOpt(
            "timeout", default=20.0, min=0.5, help="Seconds for Icinga to answer a request."
        ),
        cfg.IntOpt(
            "connections", default=8, min=1, max=64, help="Requests to Icinga at the same time."
        ),
        cfg.StrOpt(
            "namespace",
            default="helion",
            regex=r"^[a-z][a-z0-9-]{0,30}$",
            help="Mark of the hosts of this installation, for several in one Icinga. Only hosts"
            " with this mark are ever changed.",
        ),
        cfg.FloatOpt(
            "interval",
            default=30.0,
            min=0.5,
            help="Seconds between two looks at what there is to be watched.",
        ),
        cfg.FloatOpt(
            "cache", default=3.0, min=0.0, help="Seconds for which Icinga's answers are shown."
        ),
        cfg.IntOpt(
            "result_ttl",
            default=900,
            min=10,
            help="Seconds after which a service is unknown whose server reports nothing.",
        ),
        cfg.IntOpt(
            "history_days", default=30, min=1, help="Days for which changes of state are kept."
        ),
        peers.OPTION,
        cfg.URIOpt(
            "dashboard_url",
            schemes=["http", "https"],
            help="Root of the dashboard, such as https://undercloud.example.com/horizon. Messages"
            " then have a link to the page about the problem.",
        ),
        cfg.IntOpt(
            "history_most",
            default=200_000,
            min=1000,
            help="Changes of state that are kept at most.",
        ),
    )

    def policies(self):
        """Its policy rules."""
        from helion_services.monitoring.api import policies

        return policies.RULES

    def import_models(self):
        """Tokens, results that wait, changes of state, rounds, and messages."""
        from helion_services.monitoring import models  # noqa: F401
        from helion_services.monitoring.messages import models as messages  # noqa: F401

    def blueprint(self, runtime):
        """Its REST resources."""
        from helion_services.monitoring import api

        return api.blueprint(runtime)

    def background(self, runtime):
        """Keeps Icinga up to date, where there is one, and sends messages."""
        from helion_services.monitoring.rounds import Rounds

        return Rounds(runtime)

    def sweep(self, runtime):
        """Delete old changes of state, and results of hosts that never appeared."""
        from helion_services.monitoring import history, spool

        history.sweep(runtime)
        spool.sweep(runtime)
