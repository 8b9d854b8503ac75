"""A directory to try."""

import pytest

from helion_dashboard.api.directory.presets import OPENLDAP, PRESETS
from helion_embedded import slapd
from helion_embedded.simulators.vcenter.authority import Authority


@pytest.fixture(autouse=True)
def _loopback(settings):
    settings.HELION_DASHBOARD = {
        "LDAP_NETWORKS": "127.0.0.0/8",
        "LDAP_PORTS": " ".join(map(str, range(1024, 65536))),
    }


@pytest.fixture(scope="session")
def authority(tmp_path_factory):
    """Files of a certificate for ``localhost``, and of its authority."""
    files = Authority(tmp_path_factory.mktemp("ldap-tls"), issuer="Directory CA")
    files.ensure(["localhost"])
    return files


@pytest.fixture(scope="session")
def server(tmp_path_factory, authority):
    """A :class:`~tests.slapd.Slapd` with 12 users, and TLS."""
    if not slapd.PROGRAM.exists():
        pytest.skip("slapd is not installed")
    running = slapd.Slapd(
        tmp_path_factory.mktemp("slapd") / "state",
        tls=(authority.certificate, authority.key),
        referral="ldap://127.0.0.1:9/ou=elsewhere,dc=example,dc=com",
    )
    yield running
    running.close()


@pytest.fixture
def options(server):
    """Of the group ``ldap``, for the server without TLS."""
    return PRESETS[OPENLDAP] | {
        "url": f"ldap://localhost:{server.port}",
        "user": slapd.ROOT,
        "password": slapd.PASSWORD,
        "suffix": slapd.SUFFIX,
        "user_tree_dn": slapd.USERS,
        "group_tree_dn": slapd.GROUPS,
    }
