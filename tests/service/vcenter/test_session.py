"""Logging in to the simulator: what pyVmomi is told when it may not."""

import concurrent.futures
import http.client
import ssl
import time

import pytest
from pyVim import connect
from pyVmomi import SoapStubAdapter, vim, vmodl

from helion_embedded.simulators.vcenter import configuration
from tests import vcenter


def test_it_says_who_it_is(shared):
    with shared.session() as view:
        about = view.content.about
        assert about.instanceUuid == configuration.UUID
        assert about.apiType == "VirtualCenter"
        assert about.version == "6.5.0"


def test_a_wrong_password(shared):
    with pytest.raises(vim.fault.InvalidLogin):
        shared.connect(password="wrong")


@pytest.mark.parametrize("address", vcenter.ADDRESSES)
def test_a_stranger_is_not_trusted(shared, address):
    with pytest.raises(ssl.SSLCertVerificationError):
        connect.SmartConnect(
            host=address,
            port=shared.port,
            user=shared.username,
            pwd=shared.password,
            sslContext=ssl.create_default_context(),
        )


def test_without_a_context_pyvmomi_verifies_elsewhere_than_on_127_0_0_1(shared):
    with pytest.raises(ssl.SSLCertVerificationError):
        connect.SmartConnect(
            host="127.0.0.2", port=shared.port, user=shared.username, pwd=shared.password
        )


def test_a_certificate_is_for_its_names(tmp_path):
    with (
        vcenter.started(tmp_path, trusted=False, names=("vcenter.example",)) as simulator,
        pytest.raises(ssl.SSLCertVerificationError, match="is not valid for"),
    ):
        simulator.connect()


def test_nothing_without_a_session(shared):
    stub = SoapStubAdapter(
        host=shared.host,
        port=shared.port,
        version="vim.version.version11",
        sslContext=ssl.create_default_context(cafile=str(shared.ca)),
    )
    content = vim.ServiceInstance("ServiceInstance", stub).RetrieveContent()
    for ask in (
        lambda: content.rootFolder.childEntity,
        lambda: content.rootFolder.CreateDatacenter("mine"),
        lambda: content.viewManager.CreateContainerView(content.rootFolder, [], True),
        lambda: vim.HostSystem("host-1", stub).Disconnect(),
        lambda: vim.VirtualMachine("vm-1", stub).PowerOn(),
    ):
        with pytest.raises(vim.fault.NotAuthenticated):
            ask()


def test_a_session_that_was_ended_is_over(shared):
    instance = shared.connect()
    content = instance.RetrieveContent()
    assert content.rootFolder.childEntity
    content.sessionManager.Logout()
    with pytest.raises(vim.fault.NotAuthenticated):
        _ = content.rootFolder.childEntity


def test_an_idle_session_ends(tmp_path):
    with vcenter.started(tmp_path, session_seconds=0.5) as simulator:
        content = simulator.connect().RetrieveContent()
        assert content.rootFolder.childEntity
        time.sleep(1.5)  # longer than a session lives
        with pytest.raises(vim.fault.NotAuthenticated):
            _ = content.rootFolder.childEntity


def test_another_version(tmp_path):
    with (
        vcenter.started(tmp_path, version="5.0.0", build="623373") as simulator,
        simulator.session() as view,
    ):
        assert (view.content.about.version, view.content.about.build) == ("5.0.0", "623373")


class TestFaults:
    def test_login_refused(self, simulator):
        simulator.faults.set(login="refused")
        with pytest.raises(vim.fault.InvalidLogin):
            simulator.connect()
        simulator.faults.clear()
        simulator.connect()

    def test_down(self, simulator):
        instance = simulator.connect()
        simulator.faults.set(down=True)
        with pytest.raises(OSError, match=r"."):
            simulator.connect()
        with pytest.raises((OSError, http.client.HTTPException)):
            instance.CurrentTime()
        simulator.faults.clear()
        assert instance.CurrentTime()

    def test_down_for_those_who_wait(self, simulator):
        collector = simulator.connect().RetrieveContent().propertyCollector
        version = collector.WaitForUpdatesEx("").version
        began = time.monotonic()
        with concurrent.futures.ThreadPoolExecutor() as pool:
            waiting = pool.submit(
                collector.WaitForUpdatesEx,
                version,
                vmodl.query.PropertyCollector.WaitOptions(maxWaitSeconds=60),
            )
            time.sleep(0.5)
            simulator.faults.set(down=True)
            with pytest.raises((OSError, http.client.HTTPException)):
                waiting.result()
        assert time.monotonic() - began < 20

    def test_slow(self, simulator):
        instance = simulator.connect()
        simulator.faults.set(delay=0.7)
        began = time.monotonic()
        instance.CurrentTime()
        assert time.monotonic() - began >= 0.7

    def test_the_second_call_of_a_task_fails(self, simulator):
        with simulator.session() as view:
            host = view.cluster("Compute-A").host[0]
            simulator.faults.fail(
                "EnterMaintenanceMode_Task", 2, fault="Timedout", message="The host is busy."
            )
            view.wait(host.EnterMaintenanceMode(timeout=0))
            view.wait(host.ExitMaintenanceMode(timeout=0))
            task = host.EnterMaintenanceMode(timeout=0)
            with pytest.raises(vim.fault.Timedout):
                view.wait(task)
            assert task.info.error.msg == "The host is busy."
            assert not host.runtime.inMaintenanceMode
            view.wait(host.EnterMaintenanceMode(timeout=0))
            assert host.runtime.inMaintenanceMode

    def test_a_method_without_a_task_fails(self, simulator):
        instance = simulator.connect()
        simulator.faults.fail("CurrentTime", message="The clock has stopped.")
        with pytest.raises(vmodl.fault.SystemError, match="clock"):
            instance.CurrentTime()
        assert instance.CurrentTime()

    def test_the_answer_is_lost(self, simulator):
        with simulator.session() as view:
            host = view.cluster("Compute-A").host[0]
            simulator.faults.fail("DisconnectHost_Task", lost=True)
            with pytest.raises((OSError, http.client.HTTPException)):
                host.Disconnect()
            assert host.runtime.connectionState == "disconnected"
