"""The objects that a process of the services shares."""

from helion_services.base import database, secrets, service
from helion_services.base.clouds import Clouds
from helion_services.base.operations import Operations


class Runtime:
    """Created once per process, closed at its end.

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
        """Stop operations and background work, and close the database."""
        for background in self._background:
            background.stop()
        self.operations.stop()
        self.db.close()


def prepare(conf):
    """Check the database, and upgrade it if the configuration says so.

    Raises :class:`~helion_services.base.database.DatabaseError`.
    """
    url = conf.database.connection
    upgrade = conf.database.auto_upgrade
    if database.is_sqlite(url) if upgrade is None else upgrade:
        database.upgrade(url)
        return
    missing = database.check(url)
    if missing:
        raise database.DatabaseError(
            f"The database is not up to date: run helion-manage db upgrade. {missing[0]}"
        )
