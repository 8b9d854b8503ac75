"""Sessions at vCenters: TLS that is verified, a login, a version that is known.

Without an explicit TLS context pyVmomi does not verify some addresses, so it always gets one.
"""

import contextlib
import dataclasses
import http.client
import re

from pyVmomi import SoapStubAdapter, vim, vmodl

from helion_services.base.messages import Message
from helion_services.base.tls import trust
from helion_services.base.tls.peers import Connection, Deadline, Peers
from helion_services.eon.models import Manager
from helion_services.eon.problems import no_manager
from helion_services.eon.vcenter import failures, logins, versions

# vSphere 6.5's interface: every later vCenter speaks it.
_INTERFACE = "vim.version.version11"
_UUID = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")


@dataclasses.dataclass(frozen=True)
class About:
    """Which vCenter it is.

    :ivar uuid: its instanceUuid, as given
    """

    uuid: str
    version: str
    build: str


@dataclasses.dataclass(frozen=True)
class Session:
    """A session that is logged in.

    :ivar si: pyVmomi's ServiceInstance
    :ivar content: its ServiceContent
    :ivar address: for sentences
    :ivar fingerprint: SHA-256 of the certificate that the vCenter presented
    """

    si: vim.ServiceInstance
    content: vim.ServiceInstanceContent
    address: str
    about: About
    fingerprint: str

    def border(self):
        """A context in which what breaks at the wire is raised as a VCenterProblem."""
        return failures.border(self.address)


@contextlib.contextmanager
def connect(manager, password, timeout=20.0, supported=(), peers=None, longest=None):
    """A :class:`Session` at ``manager`` (ip_address, port, username, ca_pem), ended afterwards.

    :param timeout: seconds for each answer
    :param supported: versions, see :mod:`helion_services.eon.vcenter.versions`; empty: any
    :param peers: the :class:`~helion_services.base.tls.peers.Peers` that may be connected to
    :param longest: seconds for everything together, None without an end

    Raises a :class:`failures.VCenterProblem`, also for what breaks at the wire within.
    """
    stub = SoapStubAdapter(
        host=manager.ip_address,
        port=int(manager.port),
        version=_INTERFACE,
        sslContext=trust.context(manager.ca_pem),
        httpConnectionTimeout=timeout,
    )
    opened = []
    stub.scheme = Connection
    stub.schemeArgs |= {
        "peers": peers or Peers(),
        "host_name": manager.ip_address,
        "opened": opened,
    }
    with failures.border(manager.ip_address), Deadline(longest, opened):
        try:
            session = _log_in(stub, manager, password, supported)
            with _ended(session):
                yield session
        finally:
            stub.DropConnections()


@contextlib.contextmanager
def open(runtime, manager_id, timeout=None, longest=None):
    """A :class:`Session` at a registered vCenter, with the password from the secrets.

    :param longest: as for :func:`connect`

    Raises :class:`~helion_services.base.problems.NotFound` too. After a refusal it does not even
    try for some time, see :mod:`helion_services.eon.vcenter.logins`.
    """
    with runtime.db.reader() as reading:
        manager = reading.get(Manager, manager_id)
    if manager is None:
        raise no_manager(manager_id)
    logins.check(manager)
    options = runtime.conf.eon
    password = runtime.secrets.get(manager.secret_id)["password"]
    timeout = timeout or options.timeout
    try:
        peers = Peers.of(options)
        supported = options.supported_versions
        with connect(manager, password, timeout, supported, peers, longest) as session:
            logins.accept(runtime.db, manager)
            yield session
    except failures.LoginRefused as exc:
        raise logins.refuse(runtime.db, manager, exc) from exc


def _log_in(stub, manager, password, supported):
    si = vim.ServiceInstance("ServiceInstance", stub)
    address = manager.ip_address
    try:
        content = si.RetrieveContent()
        about = _about(content.about, address)
        versions.check(about, supported)
    except (vmodl.MethodFault, vmodl.RuntimeFault, AttributeError, TypeError, KeyError) as exc:
        raise failures.failed_greeting(exc, address) from exc
    try:
        content.sessionManager.Login(manager.username, password)
    except vim.fault.InvalidLogin:
        raise
    except (vmodl.MethodFault, vmodl.RuntimeFault) as exc:
        raise failures.failed_login(exc, address) from exc
    return Session(si, content, address, about, _fingerprint(stub))


def _fingerprint(stub):
    connection = stub.GetConnection()
    try:
        return trust.fingerprint(connection.sock.getpeercert(binary_form=True))
    finally:
        stub.ReturnConnection(connection)


def _about(about, address):
    if about.apiType != "VirtualCenter" or not about.instanceUuid:
        raise failures.UnsupportedVersion(
            Message(
                "not-a-vcenter",
                "{address} is {product}, not a vCenter.",
                address=address,
                product=about.fullName or "another product",
            )
        )
    if not _UUID.fullmatch(about.instanceUuid):
        # It becomes a key of the database, a part of paths, and the name of Nova's hosts.
        raise failures.UnsupportedVersion(
            Message(
                "vcenter-without-uuid",
                "{address} names itself by “{uuid}”, which is not a UUID.",
                address=address,
                uuid=about.instanceUuid[:64],
            )
        )
    return About(about.instanceUuid, about.version, about.build)


@contextlib.contextmanager
def _ended(session):
    """Log out at the end; not of a vCenter that does not answer."""
    broken = False
    try:
        yield
    except (OSError, http.client.HTTPException):
        broken = True
        raise
    finally:
        if not broken:
            with contextlib.suppress(Exception):  # it is over either way
                session.content.sessionManager.Logout()
