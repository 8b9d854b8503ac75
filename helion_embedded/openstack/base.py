"""The interface that every service of the undercloud implements."""

from helion_embedded import ini
from helion_embedded.logins import REGION, SERVICE_PROJECT
from helion_embedded.openstack import sections


class Service:
    """One service. A subclass is data first: names, what it needs, where its catalogue entry lies.

    The methods that end in heavy imports (``create_databases``, ``application``) run in a child
    process of their own, see :mod:`helion_embedded.launcher`; all others also run in the
    supervisor, so the modules import nothing of OpenStack at their top.
    """

    name: str
    """What people call it: ``nova``. Also its part of the state directory."""

    service_type: str | None = None
    """The type in Keystone's catalogue; None for what is not an API."""

    regions: tuple[str, ...] = (REGION,)
    """The regions whose clients find it there."""

    endpoint_path = ""
    """What follows ``http://host:port`` in the catalogue."""

    health_path = "/"
    """What to ask, without a token, to see that it answers."""

    requires: tuple[str, ...] = ("keystone",)
    """Services that must run beside it."""

    awaited = True
    """Whether READY waits for it; what does not hold READY up starts after it."""

    grants: tuple[tuple[str, str | None], ...] = (
        ("admin", SERVICE_PROJECT),
        ("service", SERVICE_PROJECT),
    )
    """Roles of its user, each in a project, or on the system for None."""

    further_types: dict[str, str] = {}  # noqa: RUF012 - never changed
    """More types in Keystone's catalogue that it serves, each with its name there."""

    databases: tuple[str, ...] = ()
    """Names of its SQLite databases."""

    keys: tuple[str, ...] = ()
    """Folders of keys that belong to its databases."""

    @property
    def port_names(self):
        """The names of the ports that it listens on."""
        return (self.name,)

    def missing(self):
        """One line that says why it cannot run on this machine, or None."""

    def configuration(self, instance):
        """Its files: a dict of path (relative to its folder) to sections for :mod:`ini`."""
        return {}

    def environment(self, instance):
        """Environment variables that every child needs to find this service's files."""
        return {}

    def write_configuration(self, instance):
        """Write :meth:`configuration` below the state directory."""
        for name, content in self.configuration(instance).items():
            ini.write(self.folder(instance) / name, content)

    def create_databases(self, instance):
        """Make :attr:`databases` with the service's own tools. Runs in a child."""

    def relocate(self, instance):
        """Correct what its databases say about ports and paths; they may be copies."""

    def is_prepared(self, instance):
        """Whether :meth:`prepare` has nothing to do before a start."""
        return True

    def prepare(self, instance):
        """Make what a start needs besides databases. Runs in a child before each start."""

    def application(self, instance):
        """Start its workers and return its WSGI application. Runs in a child.

        None means that the service has its own server, which has ended.
        """
        raise NotImplementedError

    def folder(self, instance):
        """The folder of its configuration files."""
        return instance.state.configuration / self.name

    def config_file(self, instance):
        """The main configuration file."""
        return self.folder(instance) / f"{self.name}.conf"

    def arguments(self, instance):
        """A command line that names the configuration file, program name first."""
        return [self.name, "--config-file", str(self.config_file(instance))]

    @property
    def user(self):
        """Its user in Keystone, and its name in the catalogue."""
        return self.name

    def url(self, instance):
        """The root of what it serves."""
        return instance.url(self.name)

    def ca(self, instance):
        """The file with the authority to trust, for an ``https`` URL; else None."""

    def health(self, instance):
        """The URL that says, without a token, whether it answers."""
        return self.url(instance) + self.health_path

    def endpoint(self, instance):
        """Its URL for the catalogue."""
        return self.url(instance) + self.endpoint_path

    def endpoints(self, instance):
        """Its places in the catalogue: a dict of region and service type to URL."""
        if self.service_type is None:
            return {}
        return {(region, self.service_type): self.endpoint(instance) for region in self.regions}

    def common(self, instance):
        """The sections that all services share: logging, locks, notifications."""
        return sections.common(instance)
