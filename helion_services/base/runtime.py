"""What a process of the services has at hand."""

from helion_services.base import database, secrets, service
from helion_services.base.clouds import Clouds
from helion_services.base.operations import Operations


class Runtime:
    """Made once a process; closed at its end.

    :ivar conf: the configuration, ``oslo_config.cfg.ConfigOpts``
    :ivar db: the :class:`~helion_services.base.database.Database`
    :ivar secrets: see :mod:`helion_services.base.secrets`
    :ivar clouds: the :class:`~helion_services.base.clouds.Clouds`
    :ivar operations: the :class:`~helion_services.base.operations.Operations`
    :ivar services: the :class:`~helion_services.base.service.Service` of each service
    """

    def __init__(self, conf):
        self.conf = conf
        self.db = database.Database(conf.database.connection)
        self.secrets = secrets.create(conf, self.db)
        self.clouds = Clouds(conf)
        self.operations = Operations(self)
        self.services = service.load(conf.api.services)
        self._background = []
        for each in self.services:
            self.operations.register(*each.kinds())

    def start(self):
        """Run operations, and what services do beside requests, until :meth:`close`."""
        self.operations.start()
        for each in self.services:
            background = each.background(self)
            if background:
                background.start()
                self._background.append(background)

    def close(self):
        """Stop what runs and close what is open."""
        for background in self._background:
            background.stop()
        self.operations.stop()
        self.db.close()


def prepare(conf):
    """See that the database can be used, bring it up to date if that is wanted.

    Raises :class:`~helion_services.base.database.DatabaseError`.
    """
    url = conf.database.connection
    wanted = conf.database.auto_upgrade
    if database.is_sqlite(url) if wanted is None else wanted:
        database.upgrade(url)
        return
    missing = database.check(url)
    if missing:
        raise database.DatabaseError(
            f"The database is not up to date: run helion-manage db upgrade. {missing[0]}"
        )
