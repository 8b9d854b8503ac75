"""The simulated management group, judged by HPE's own client."""

import pytest
import requests
from hpelefthandclient import client, exceptions

from tests.storevirtual import CLUSTER

GIB = 1024**3


def connect(group, ca):
    """HPE's client, not logged in; ``ca`` as it takes it as ``secure``."""
    url = f"https://{group.host}:{group.port}/lhos"
    return client.HPELeftHandClient(url, secure=ca, timeout=20)


@pytest.fixture
def ca(group, tmp_path):
    path = tmp_path / "trust.pem"
    path.write_text(group.ca_pem)
    return str(path)


@pytest.fixture
def hpe(group, ca):
    connection = connect(group, ca)
    connection.login(group.username, group.password)
    yield connection
    connection.logout()


class TestSessions:
    def test_the_certificate_is_verified(self, group):
        with pytest.raises(exceptions.SSLCertFailed):
            connect(group, True).login(group.username, group.password)

    def test_a_wrong_password(self, group, ca):
        # Its word for any failed login.
        with pytest.raises(exceptions.UnsupportedVersion, match="incorrect"):
            connect(group, ca).login(group.username, "wrong")

    @pytest.mark.parametrize("headers", [{}, {"Authorization": "made-up"}])
    def test_nothing_without_a_session(self, group, ca, headers):
        url = f"https://{group.host}:{group.port}/lhos/clusters"
        assert requests.get(url, verify=ca, headers=headers, timeout=20).status_code == 401

    def test_who_logs_out_is_out(self, group, ca):
        connection = connect(group, ca)
        connection.login(group.username, group.password)
        assert connection.getApiVersion() == "1.2"
        connection.logout()
        assert group.group.sessions == set()


class TestClusters:
    def test_by_name_and_by_id(self, hpe):
        cluster = hpe.getClusterByName(CLUSTER)
        assert hpe.getCluster(cluster["id"]) == cluster
        assert hpe.getClusters()["members"] == [cluster]
        assert cluster["moduleCount"] == len(cluster["storageModuleIPAddresses"]) == 3
        assert hpe.getIPFromCluster(CLUSTER) == "10.40.0.11"

    def test_capitals_matter(self, hpe):
        with pytest.raises(exceptions.HTTPNotFound):
            hpe.getClusterByName(CLUSTER.lower())

    def test_volumes_take_of_its_space(self, hpe):
        cluster = hpe.getClusterByName(CLUSTER)
        hpe.createVolume("vol-1", cluster["id"], 10 * GIB)
        after = hpe.getClusterByName(CLUSTER)
        assert cluster["spaceAvailable"] - after["spaceAvailable"] == 10 * GIB
        with pytest.raises(exceptions.HTTPServerError):
            hpe.createVolume("vol-2", cluster["id"], cluster["spaceTotal"])
        hpe.deleteVolume(hpe.getVolumeByName("vol-1")["id"])
        assert hpe.getVolumes()["members"] == []


class TestServers:
    def test_they_come_and_go(self, hpe):
        hpe.createServer("compute-1", "iqn.1993-08.org.debian:01:5c1d2e3f")
        with pytest.raises(exceptions.HTTPServerError):
            hpe.createServer("compute-1", "iqn.1993-08.org.debian:01:5c1d2e3f")
        server = hpe.getServerByName("compute-1")
        hpe.deleteServer(server["id"])
        with pytest.raises(exceptions.HTTPNotFound):
            hpe.getServerByName("compute-1")
