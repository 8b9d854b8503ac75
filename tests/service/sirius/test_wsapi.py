"""The simulated array, judged by HPE's own client."""

import pytest
import requests
from hpe3parclient import client, exceptions

from tests import storeserv
from tests.service.sirius.conftest import PASSWORD

WWN, IQN = "10009440C9D3A0F1", "iqn.1993-08.org.debian:01:5c1d2e3f"


def connect(array, ca):
    """HPE's client, not logged in; ``ca`` as it takes it as ``secure``."""
    url = f"https://{array.host}:{array.port}/api/v1"
    return client.HPE3ParClient(url, secure=ca, timeout=20)


@pytest.fixture
def ca(array, tmp_path):
    path = tmp_path / "trust.pem"
    path.write_text(array.ca_pem)
    return str(path)


@pytest.fixture
def hpe(array, ca):
    connection = connect(array, ca)
    connection.login(array.username, array.password)
    yield connection
    connection.logout()


@pytest.fixture
def volume(hpe):
    options = {"tpvv": True, "snapCPG": "FC_r6", "comment": "{}"}
    hpe.createVolume("vol-1", "FC_r5", 10 * 1024, options)
    return "vol-1"


def refused(error, call, *arguments, **options):
    """The code of the error that a call ends with."""
    with pytest.raises(error) as raised:
        call(*arguments, **options)
    return raised.value.get_code()


class TestSessions:
    def test_the_certificate_is_verified(self, array):
        stranger = connect(array, True)
        with pytest.raises(exceptions.SSLCertFailed):
            stranger.login(array.username, array.password)

    def test_a_wrong_password(self, array, ca):
        stranger = connect(array, ca)
        assert refused(exceptions.HTTPForbidden, stranger.login, array.username, "wrong") == 5

    @pytest.mark.parametrize("headers", [{}, {"X-HP3PAR-WSAPI-SessionKey": "0-made-up"}])
    def test_nothing_without_a_session(self, array, ca, headers):
        url = f"https://{array.host}:{array.port}/api/v1/cpgs"
        answer = requests.get(url, headers=headers, verify=ca, timeout=20)
        assert (answer.status_code, answer.json()["code"]) == (403, 6)

    def test_after_the_logout_the_key_is_nothing(self, array, ca):
        guest = connect(array, ca)
        guest.login(array.username, array.password)
        key = guest.get_session_key()
        guest.logout()
        assert key not in array.array.sessions

    def test_who_was_forgotten_logs_in_again(self, array, hpe):
        array.array.sessions.clear()
        assert hpe.getCPGs()["total"] == 3


class TestFaults:
    def test_a_service_that_is_down(self, array, hpe):
        array.array.faults["down"] = True
        hpe.http.tries = 1
        with pytest.raises(exceptions.HTTPServiceUnavailable):
            hpe.getCPGs()
        array.array.faults.clear()
        hpe.http.tries = 1

    def test_one_request_is_refused(self, array, hpe):
        array.array.faults["refuse"] = {"POST /volumes": "NO_SPACE"}
        assert refused(exceptions.HTTPBadRequest, hpe.createVolume, "v", "FC_r5", 1024) == 30
        assert hpe.getVolumes()["total"] == 0


class TestSystem:
    def test_what_it_is(self, array, hpe):
        assert hpe.getWsApiVersion()["build"] >= client.HPE3ParClient.HPE3PAR_WS_MIN_BUILD_VERSION
        assert hpe.getStorageSystemInfo()["serialNumber"] == array.array.serial
        assert hpe.getWSAPIConfigurationInfo()["httpsState"] == "Enabled"

    def test_what_volumes_take_is_not_free(self, hpe):
        before = hpe.getOverallSystemCapacity()["allCapacity"]
        hpe.createVolume("full", "FC_r5", 64 * 1024)
        after = hpe.getOverallSystemCapacity()["allCapacity"]
        assert before["freeMiB"] - after["freeMiB"] == 64 * 1024
        assert after["allocated"]["totalAllocatedMiB"] == 64 * 1024

    def test_ports(self, hpe):
        fc = hpe.getFCPorts(state=hpe.PORT_STATE_READY)
        assert len({port["portWWN"] for port in fc}) == 2
        iscsi = hpe.getiSCSIPorts(state=hpe.PORT_STATE_READY)
        assert [port["IPAddr"] for port in iscsi] == ["10.30.0.11", "10.30.0.12"]
        assert all(port["iSCSIName"].startswith("iqn.") for port in iscsi)


class TestCpgs:
    def test_create_and_delete(self, hpe):
        layout = {"RAIDType": hpe.CPG_RAID_R1}
        hpe.createCPG("new", {"growthLimitMiB": 1024, "LDLayout": layout, "domain": "d1"})
        cpg = hpe.getCPG("new")
        assert (cpg["domain"], cpg["SDGrowth"]["limitMiB"]) == ("d1", 1024)
        assert hpe.getCPGAvailableSpace("new") == {"rawFreeMiB": 2048, "usableFreeMiB": 1024}
        assert refused(exceptions.HTTPConflict, hpe.createCPG, "new") == 14
        hpe.deleteCPG("new")
        assert refused(exceptions.HTTPNotFound, hpe.getCPG, "new") == 15

    @pytest.mark.parametrize("name", ["", "a" * 32, "no blanks"])
    def test_names(self, hpe, name):
        with pytest.raises(exceptions.HTTPBadRequest):
            hpe.createCPG(name)

    def test_a_raid_type_that_there_is_not(self, hpe):
        options = {"LDLayout": {"RAIDType": 9}}
        assert refused(exceptions.HTTPBadRequest, hpe.createCPG, "new", options) == 46

    @pytest.mark.parametrize("name", ["FC_r5", "FC_r6"])
    def test_not_while_volumes_or_snapshots_are_on_it(self, hpe, volume, name):
        refused(exceptions.HTTPForbidden, hpe.deleteCPG, name)
        hpe.deleteVolume(volume)
        hpe.deleteCPG(name)

    def test_what_is_on_it_is_counted(self, hpe, volume):
        hpe.createVolume("full", "FC_r5", 1024)
        cpg = hpe.getCPG("FC_r5")
        assert (cpg["numTPVVs"], cpg["numFPVVs"]) == (1, 1)
        assert cpg["UsrUsage"]["usedMiB"] == 10 * 1024 // 8 + 1024
        assert cpg["UsrUsage"]["rawUsedMiB"] > cpg["UsrUsage"]["usedMiB"]
        assert hpe.getCPG("FC_r6")["numTPVVs"] == 0

    def test_no_more_than_its_limit(self, hpe):
        hpe.createCPG("small", {"growthLimitMiB": 2048})
        assert refused(exceptions.HTTPBadRequest, hpe.createVolume, "v", "small", 4096) == 30
        hpe.createVolume("v", "small", 2048)
        assert refused(exceptions.HTTPForbidden, hpe.growVolume, "v", 256) == 153


class TestVolumes:
    def test_its_life(self, hpe, volume):
        shown = hpe.getVolume(volume)
        assert (shown["userCPG"], shown["sizeMiB"], shown["provisioningType"]) == (
            "FC_r5",
            10 * 1024,
            2,
        )
        hpe.growVolume(volume, 1024)
        hpe.modifyVolume(volume, {"comment": "mine", "newName": "vol-2"})
        shown = hpe.getVolume("vol-2")
        assert (shown["sizeMiB"], shown["comment"]) == (11 * 1024, "mine")
        hpe.deleteVolume("vol-2")
        assert refused(exceptions.HTTPNotFound, hpe.deleteVolume, "vol-2") == 23

    @pytest.mark.parametrize(
        ("name", "cpg", "size", "error"),
        [
            ("vol-1", "FC_r5", 1024, exceptions.HTTPConflict),
            ("new", "none", 1024, exceptions.HTTPNotFound),
            ("new", "FC_r5", 100, exceptions.HTTPBadRequest),
            ("new", "FC_r5", 2**40, exceptions.HTTPBadRequest),
            ("new", "FC_r5", "big", exceptions.HTTPBadRequest),
            ("a" * 32, "FC_r5", 1024, exceptions.HTTPBadRequest),
        ],
    )
    def test_what_is_wrong_makes_none(self, hpe, volume, name, cpg, size, error):
        refused(error, hpe.createVolume, name, cpg, size)
        assert hpe.getVolumes()["total"] == 1

    def test_snapshots(self, hpe, volume):
        hpe.createSnapshot("snap-1", volume, {"readOnly": True})
        shown = hpe.getVolume("snap-1")
        assert (shown["copyOf"], shown["copyType"], shown["readOnly"]) == (volume, 3, True)
        assert hpe.getVolumeSnapshots(volume) == ["snap-1"]
        assert refused(exceptions.HTTPForbidden, hpe.growVolume, "snap-1", 1024) == 150
        assert refused(exceptions.HTTPConflict, hpe.deleteVolume, volume) == 32
        hpe.modifyVolume(volume, {"newName": "vol-2"})
        assert hpe.getVolumeSnapshots("vol-2") == ["snap-1"]
        hpe.deleteVolume("snap-1")
        hpe.deleteVolume("vol-2")

    def test_a_copy_is_a_task(self, hpe, volume):
        task = hpe.copyVolume(volume, "copy", "SSD_r5", {"online": True, "tpvv": True})["taskid"]
        assert hpe.getTask(task)["status"] == hpe.TASK_DONE
        assert hpe.getVolume("copy")["userCPG"] == "SSD_r5"
        assert not hpe.isOnlinePhysicalCopy("copy")

    def test_keys_and_values(self, hpe, volume):
        hpe.setVolumeMetaData(volume, "user", "a")
        hpe.setVolumeMetaData(volume, "user", "b")
        assert hpe.getVolumeMetaData(volume, "user")["value"] == "b"
        assert hpe.getAllVolumeMetaData(volume)["total"] == 1
        hpe.removeVolumeMetaData(volume, "user")
        assert refused(exceptions.HTTPNotFound, hpe.getVolumeMetaData, volume, "user") == 180

    def test_sets(self, hpe, volume):
        hpe.createVolumeSet("set-1")
        hpe.addVolumeToVolumeSet("set-1", volume)
        assert hpe.findVolumeSet(volume) == "set-1"
        refused(exceptions.HTTPConflict, hpe.addVolumeToVolumeSet, "set-1", volume)
        assert refused(exceptions.HTTPConflict, hpe.deleteVolume, volume) == 34
        hpe.removeVolumeFromVolumeSet("set-1", volume)
        hpe.deleteVolume(volume)
        hpe.deleteVolumeSet("set-1")
        refused(exceptions.HTTPNotFound, hpe.getVolumeSet, "set-1")


class TestHosts:
    def test_fc(self, hpe, volume):
        hpe.createHost("host-1", FCWwns=[WWN], optional={"persona": 2})
        assert hpe.queryHost(wwns=[WWN.lower()])["members"][0]["name"] == "host-1"
        assert hpe.queryHost(iqns=[IQN])["total"] == 0
        location = hpe.createVLUN(volume, hostname="host-1", auto=True)
        assert location == f"{volume},0,host-1"
        vluns = hpe.getHostVLUNs("host-1")
        assert [vlun.get("remoteName") for vlun in vluns] == [None, WWN, WWN]
        assert refused(exceptions.HTTPConflict, hpe.deleteVolume, volume) == 26
        assert refused(exceptions.HTTPConflict, hpe.deleteHost, "host-1") == 26
        hpe.deleteVLUN(volume, 0, hostname="host-1")
        hpe.deleteHost("host-1")
        assert refused(exceptions.HTTPNotFound, hpe.getHostVLUNs, "host-1") == 17

    def test_iscsi_with_chap_through_a_port(self, hpe, volume):
        hpe.createHost("host-1", iscsiNames=[IQN])
        chap = {"chapOperation": 1, "chapOperationMode": 1, "chapName": "n", "chapSecret": "s"}
        hpe.modifyHost("host-1", chap)
        assert hpe.getHost("host-1")["initiatorChapEnabled"]
        position = hpe.getiSCSIPorts()[0]["portPos"]
        hpe.createVLUN(volume, lun=7, hostname="host-1", portPos=position)
        template, active = hpe.getHostVLUNs("host-1")
        assert (template["active"], active["active"], active["remoteName"]) == (False, True, IQN)
        hpe.deleteVLUN(volume, 7, hostname="host-1", port=position)

    def test_a_path_belongs_to_one_host(self, hpe):
        hpe.createHost("host-1", FCWwns=[WWN])
        assert refused(exceptions.HTTPConflict, hpe.createHost, "host-2", FCWwns=[WWN]) == 73
        hpe.modifyHost("host-1", {"pathOperation": 2, "FCWWNs": [WWN]})
        hpe.createHost("host-2", FCWwns=[WWN])

    def test_a_host_of_another_domain(self, hpe, volume):
        hpe.createHost("host-1", FCWwns=[WWN], optional={"domain": "d1"})
        with pytest.raises(exceptions.HTTPBadRequest, match="must be in the same domain"):
            hpe.createVLUN(volume, hostname="host-1", auto=True)


def test_a_restart_forgets_nothing(tmp_path):
    names = []
    for _ in range(2):
        with storeserv.started(tmp_path / "array", password=PASSWORD) as running:
            hpe = connect(running, str(tmp_path / "array" / "ca.pem"))
            hpe.login(running.username, PASSWORD)
            names += [volume["name"] for volume in hpe.getVolumes()["members"]]
            if not names:
                hpe.createVolume("kept", "FC_r5", 1024)
            hpe.logout()
    assert names == ["kept"]
