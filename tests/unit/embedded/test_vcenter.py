"""The simulated vCenter on paper: its site, files, certificate, and what happens without Go."""

import dataclasses
import ipaddress
import json
import re
import shutil
import stat

import pytest
import yaml
from cryptography import x509
from cryptography.x509 import verification

from helion_embedded import openstack, report
from helion_embedded.__main__ import main
from helion_embedded.openstack import catalogue
from helion_embedded.simulators.vcenter import build, configuration, site
from helion_embedded.simulators.vcenter.authority import Authority


@pytest.fixture
def without_go(monkeypatch):
    which = shutil.which
    monkeypatch.setattr(shutil, "which", lambda name: None if name == "go" else which(name))


@pytest.fixture
def compiled(tmp_path, monkeypatch):
    monkeypatch.setattr(build, "program", lambda _otherwise: tmp_path / "vcenter-1" / "vcenter")


@pytest.fixture
def setup(tmp_path, compiled):
    return configuration.VCenter(tmp_path / "vc", port=20443, password="S3cret")


class TestWithoutGo:
    def test_what_to_install_is_said(self, without_go):
        assert all(package in build.missing() for package in build.PACKAGES)
        with pytest.raises(build.BuildError, match="golang-go"):
            build.program()

    def test_all_else_runs(self, without_go):
        names, lines = openstack.possible(openstack.select())
        assert set(openstack.SERVICES) - set(names) == {"vcenter"}
        assert lines == [build.missing()]

    def test_who_wants_just_that_is_refused(self, without_go, tmp_path, capsys):
        target = tmp_path / "new"
        assert main(["up", "--state", str(target), "--only", "vcenter"]) == 1
        assert "golang-go" in capsys.readouterr().err
        assert not target.exists()

    def test_the_line_is_among_the_last(self, make_instance):
        lines = report.login_lines(make_instance(("keystone",)), ["install golang-go"])
        assert lines[-1] == "install golang-go"
        assert not any("vCenter" in line for line in lines)


class TestFiles:
    def test_how_to_log_in(self, instance):
        service = openstack.SERVICES["vcenter"]
        service.write_configuration(instance)
        login = yaml.safe_load(instance.state.vcenter.read_text())
        assert login["port"] == instance.ports["vcenter"]
        assert login["ca_file"] == str(service.ca(instance))
        assert stat.S_IMODE(instance.state.vcenter.stat().st_mode) == 0o600
        text = "\n".join(report.login_lines(instance))
        for part in (login["address"], str(login["port"]), login["username"], login["ca_file"]):
            assert part in text

    def test_no_password_on_the_command_line(self, setup):
        command = setup.command()
        assert "S3cret" not in " ".join(command)
        written = json.loads((setup.folder / "vcenter.json").read_text())
        assert written["password"] == "S3cret"
        assert stat.S_IMODE((setup.folder / "vcenter.json").stat().st_mode) == 0o600

    def test_what_clients_make_is_kept_for_the_same_site_alone(self, setup):
        def journal(**changes):
            changed = dataclasses.replace(setup, keeps=True, **changes)
            changed.command()
            return json.loads((setup.folder / "vcenter.json").read_text())["journal"]

        assert journal() == journal()
        assert journal() != journal(site=site.uniform())

    def test_wishes_are_written_and_taken_back(self, setup):
        setup.command()
        setup.faults.fail("CloneVM_Task", 2, message="No room")
        assert json.loads(setup.faults.path.read_text()) == {
            "calls": [{"method": "CloneVM_Task", "call": 2, "message": "No room"}]
        }
        setup.faults.clear()
        setup.faults.clear()
        assert not setup.faults.path.exists()


class TestCertificate:
    @pytest.fixture
    def authority(self, tmp_path):
        authority = Authority(tmp_path)
        authority.ensure(("127.0.0.1", "vcenter.example"))
        return authority

    def test_it_is_the_authoritys(self, authority):
        def load(path):
            return x509.load_pem_x509_certificate(path.read_bytes())

        store = verification.Store([load(authority.root)])
        for name in (
            x509.IPAddress(ipaddress.ip_address("127.0.0.1")),
            x509.DNSName("vcenter.example"),
        ):
            verifier = verification.PolicyBuilder().store(store).build_server_verifier(name)
            assert verifier.verify(load(authority.certificate), [])
        other = x509.DNSName("other.example")
        with pytest.raises(verification.VerificationError):
            verification.PolicyBuilder().store(store).build_server_verifier(other).verify(
                load(authority.certificate), []
            )

    def test_it_stays_the_same(self, authority):
        before = authority.root.read_bytes()
        authority.ensure(("127.0.0.1",))
        assert authority.root.read_bytes() == before


class TestSite:
    CLUSTERS = [c for d in site.DEFAULT.datacenters for c in d.clusters]

    def test_its_size(self):
        assert len(site.DEFAULT.datacenters) == 2
        assert len(self.CLUSTERS) == 5
        assert all(3 <= len(cluster.hosts) <= 4 for cluster in self.CLUSTERS)

    def test_names_are_such_as_onboarding_accepts_and_nobody_elses(self):
        names = [d.name for d in site.DEFAULT.datacenters] + [c.name for c in self.CLUSTERS]
        assert all(re.fullmatch(r"[a-zA-Z0-9_-]+", name) for name in names)
        hosts = [host.name for cluster in self.CLUSTERS for host in cluster.hosts]
        assert len({*names, *hosts}) == len(names) + len(hosts)

    def test_what_onboarding_has_to_deal_with_is_there(self):
        assert [cluster.drs for cluster in self.CLUSTERS].count(False) == 1
        assert sum(host.maintenance for cluster in self.CLUSTERS for host in cluster.hosts) == 1
        for datacenter in site.DEFAULT.datacenters:
            machines = [m for cluster in datacenter.clusters for m in cluster.machines]
            assert [m.name for m in machines if m.template] == [site.TEMPLATE]


def test_clients_of_the_onboarding_add_the_path_by_themselves(instance):
    urls = {entry.service_type: entry.url for entry in catalogue.endpoints(instance)}
    assert urls["esx_onboarder"] == instance.url("helion")
    assert urls["node-lifecycle"] == instance.url("helion") + "/nodes/v1"
