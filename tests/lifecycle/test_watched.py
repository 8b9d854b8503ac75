"""What is watched of a server, until it is removed."""

import pytest
import requests
from keystoneauth1.adapter import Adapter

_PATIENCE = 60  # seconds until a round of the monitoring


@pytest.fixture
def service(undercloud):
    """The monitoring service as an administrator; skipped where there is no Icinga."""
    if "icinga" not in undercloud.endpoints["services"]:
        pytest.skip("icinga2 is not installed")
    session = undercloud.connect("admin").session
    return Adapter(session, service_type="undercloud-monitoring")


@pytest.mark.faults
def test_a_server_that_is_removed_leaves_icinga_with_its_token(
    admin, undercloud, lifecycle, deployed, service
):
    victim = lifecycle.members("compute")[-1]

    def servers():
        return service.get("/hosts", params={"q": victim, "kind": "server"}).json()["objects"]

    (server,) = admin.until(servers, seconds=_PATIENCE)
    token = service.post(f"/hosts/{server['id']}/token").json()["token"]
    assert report(service, token) == 202
    admin.open(f"/admin/uc_monitoring/tokens/?q={victim}")
    admin.until(lambda: "Issued" in admin.text())

    ended = lifecycle.do("scale_in", nodes=[victim], after="keep")
    assert ended["state"] == "succeeded", ended["error"]
    admin.until(lambda: not servers(), seconds=_PATIENCE)
    assert report(service, token) == 401
    admin.open(f"/admin/uc_monitoring/hosts/?q={victim}")
    admin.until(lambda: victim not in admin.text())
    hosts = service.get("/hosts", params={"node": server["node"]}).json()["objects"]
    assert [host["kind"] for host in hosts] == ["bmc"]


def report(service, token):
    """The status of the answer to a result that a server reports."""
    headers = {"Content-Type": "application/octet-stream", "X-Monitoring-Token": token}
    address = f"{service.get_endpoint()}/results"
    return requests.post(address, data="0 disk - fine", headers=headers, timeout=10).status_code
