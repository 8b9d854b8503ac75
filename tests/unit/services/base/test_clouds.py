import pytest
import requests
from keystoneauth1 import exceptions

from helion_services.base import config, problems
from helion_services.base.clouds import Clouds

KEYSTONE = "http://keystone.test/v3"
VERSION = {
    "id": "v3.14",
    "status": "stable",
    "links": [{"rel": "self", "href": KEYSTONE}],
}
NOVA = "http://nova.test/v2.1"


@pytest.fixture
def keystone(requests_mock):
    """A Keystone with one service in two regions."""

    def endpoint(region, interface, url):
        return {"region": region, "region_id": region, "interface": interface, "url": url}

    requests_mock.get(KEYSTONE, json={"version": VERSION})
    requests_mock.post(
        f"{KEYSTONE}/auth/tokens",
        headers={"X-Subject-Token": "t0"},
        json={
            "token": {
                "expires_at": "2999-01-01T00:00:00.000000Z",
                "issued_at": "2026-01-01T00:00:00.000000Z",
                "methods": ["password"],
                "user": {"id": "u", "name": "u", "domain": {"id": "d", "name": "d"}},
                "catalog": [
                    {
                        "type": "compute",
                        "name": "nova",
                        "id": "1",
                        "endpoints": [
                            endpoint("one", "public", f"{NOVA}/public"),
                            endpoint("two", "public", "http://wrong.test"),
                            endpoint("two", "internal", f"{NOVA}/two"),
                        ],
                    }
                ],
            }
        },
    )
    return requests_mock


def clouds(file, text, **options):
    lines = "".join(f"{name} = {value}\n" for name, value in options.items())
    file.write_text(text.replace("http://127.0.0.1:9/v3", KEYSTONE) + lines)
    return Clouds(config.load(files=[file]))


def test_the_region_and_the_preferred_interface(file, text, keystone):
    nova = clouds(file, text, region_name="two").adapter("undercloud", "compute")
    assert nova.get_endpoint() == f"{NOVA}/two"


def test_the_next_interface_if_the_first_is_missing(file, text, keystone):
    nova = clouds(file, text, region_name="one").adapter("undercloud", "compute")
    assert nova.get_endpoint() == f"{NOVA}/public"


@pytest.mark.parametrize(
    ("address", "path", "url"),
    [
        ("http://ironic.test", "/v1/nodes?fields=uuid", "http://ironic.test/v1/nodes?fields=uuid"),
        ("http://ironic.test/v1", "/v1/nodes", "http://ironic.test/v1/nodes"),
        ("http://ironic.test/v1/", "/v1/nodes", "http://ironic.test/v1/nodes"),
        ("http://all.test/baremetal/v1", "/v1/nodes", "http://all.test/baremetal/v1/nodes"),
        ("http://glance.test/v2", "/v2/images", "http://glance.test/v2/images"),
        ("http://neutron.test/v2.0", "/v2.0/networks", "http://neutron.test/v2.0/networks"),
        ("http://neutron.test/v2", "/v2.0/networks", "http://neutron.test/v2/networks"),
        ("http://other.test/v3", "/v2/images", "http://other.test/v3/v2/images"),
        ("http://nova.test/v2.1", "/servers", "http://nova.test/v2.1/servers"),
    ],
)
def test_a_version_in_the_catalog(file, text, keystone, monkeypatch, address, path, url):
    answer = keystone.get(url, json={})
    adapter = clouds(file, text, region_name="two").adapter("undercloud", "compute")
    monkeypatch.setattr(adapter.session, "get_endpoint", lambda *args, **options: address)
    adapter.get(path)
    assert answer.called_once


def test_one_login_for_all_services(file, text, keystone):
    all_clouds = clouds(file, text)
    all_clouds.adapter("undercloud", "compute").get_token()
    all_clouds.adapter("undercloud", "image").get_token()
    assert len([call for call in keystone.request_history if call.method == "POST"]) == 1


def test_an_error_response_is_not_requested_again(file, text, keystone):
    keystone.get(f"{NOVA}/two/servers", status_code=503)
    nova = clouds(file, text, region_name="two").adapter("undercloud", "compute")
    answer = nova.get(f"{NOVA}/two/servers", raise_exc=False)
    assert answer.status_code == 503
    assert len([call for call in keystone.request_history if "servers" in call.url]) == 1


def test_waiting_ends(file, text):
    assert clouds(file, text).session("undercloud").timeout == 60
    assert clouds(file, text, timeout=7).session("undercloud").timeout == 7


def test_certificates_are_verified(file, text):
    assert clouds(file, text).session("undercloud").verify is True
    assert clouds(file, text, cafile="/ca.pem").session("undercloud").verify == "/ca.pem"


def test_a_cloud_without_a_login(file, text):
    all_clouds = clouds(file, text)
    assert all_clouds.has("undercloud")
    assert not all_clouds.has("overcloud")
    all_clouds.check()
    with pytest.raises(problems.Unavailable, match="no credentials for overcloud"):
        all_clouds.adapter("overcloud", "compute")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("auth_type = password", "auth_type = telepathy", "telepathy"),
        ("auth_url = ", "# ", "auth_url"),
    ],
)
def test_a_login_that_lacks_something(file, text, old, new, reason):
    with pytest.raises(config.ConfigError, match=rf"\[undercloud\] .*{reason}"):
        clouds(file, text.replace(old, new)).check()


@pytest.mark.parametrize(("verb", "count"), [("get", 2), ("delete", 2), ("post", 1)])
def test_a_request_whose_connection_breaks_is_sent_again_unless_it_creates(
    file, text, keystone, verb, count
):
    broken = requests.exceptions.ConnectionError("Connection reset by peer")
    route = keystone.request(verb, f"{NOVA}/two/servers", exc=broken)
    nova = clouds(file, text, region_name="two").adapter("undercloud", "compute")
    with pytest.raises(exceptions.ConnectFailure):
        getattr(nova, verb)("/servers", connect_retry_delay=0)
    assert route.call_count == count
