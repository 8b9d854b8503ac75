"""What an administrator does in a life: deploy, grow, shrink and repair, from the browser alone."""

import base64
import re

import pytest

from tests.node_lifecycle import Refused
from tests.world import settled

_PATIENCE = 600  # seconds for one operation
_COUNTS = {"ControlCount": 3, "ComputeCount": 1, "ObjectStorageCount": 1, "BlockStorageCount": 2}
_NEW_CONTROLLER = (
    "mac_address,user,password,ip_address,no_of_cpus,memory_MB,diskspace_GiB,role,power_management\n"
    "94:18:82:09:01:01,Administrator,demo-ilo,10.20.9.201,16,131072,500,OvercloudControl,IPMI\n"
)


def press(page, label):
    """Click the button of our block that says ``label``."""

    def click():
        for button in page.all("#helion button"):
            if button.text.strip() == label:
                button.click()
                return True
        return False

    page.until(click, f"no button {label!r}")


def plan(page, label="Plan"):
    """Send the form and arrive at the plan; returns its text."""
    press(page, label)
    page.until(lambda: "/uc_scale/plan/" in page.driver.current_url, page.text(), 60)
    assert page.axe() == []
    assert not page.overflows()
    return page.text(".helion-plan")


def apply(page):
    """Apply the plan and watch its operation to the end; returns the last thing that was seen."""
    page.find(".helion-plan form[action$='/apply'] [type=submit]").click()
    page.until(lambda: "/uc_operations/" in page.driver.current_url, page.text(), 60)
    texts = []

    def ended():
        text = page.text("#helion-head")
        if not texts or texts[-1] != text:
            texts.append(text)
        return any(word in text for word in ("Succeeded", "Failed", "Taken back", "Cancelled"))

    page.until(ended, "the operation to end", _PATIENCE)
    assert page.axe() == []
    return page.text()


class TestBefore:
    @pytest.mark.parametrize("name", ["ComputeFlavor", "ComputeImage", "ManagementNetwork"])
    def test_what_the_undercloud_does_not_have_is_an_error_of_its_field(
        self, undeployed, lifecycle, name
    ):
        parameters = {"AdminPassword": "a-long-password", name: "none-such"}
        with pytest.raises(Refused) as refused:
            lifecycle.plan("deploy", parameters=parameters)
        assert refused.value.status == 422
        assert "none-such" in refused.value.problem["errors"][f"parameters.{name}"][0]


class TestLife:
    def test_deploy_grow_shrink_repair(self, undeployed, undercloud, lifecycle, guests, page):
        page.sign_in("admin")

        page.open("/admin/uc_scale/")
        assert "overcloud" in page.text()
        page.open("/admin/uc_overcloud/")
        assert page.axe() == []
        press(page, "Plan the deployment")  # without a password
        page.until(lambda: "This field is required." in page.text(), "an error at the field")
        page.fill("parameters.AdminPassword", "a-long-password")
        for name, count in _COUNTS.items():
            page.fill(f"parameters.{name}", count)
        text = plan(page, "Plan the deployment")
        assert "overcloud-control-2: deployed on rack1-u12-control2." in text
        assert "Succeeded" in apply(page)
        page.open("/admin/uc_overcloud/")
        assert "overcloud" in page.text("#helion-head")

        page.open("/admin/uc_scale/compute/add")
        page.fill("count", 3)
        text = plan(page)
        assert "Scale Compute from 1 to 3" in page.driver.page_source
        assert "cleaned" in text  # the third one is manageable only
        assert "Succeeded" in apply(page)

        leaving = "overcloud-compute-1"
        ids = guests.boot(leaving, 3)
        page.open("/admin/uc_scale/")
        page.find(f"input[aria-label='Select {leaving}']").click()
        press(page, "Remove selected")
        text = plan(page)
        assert f"3 virtual machines are migrated away from {leaving}." in text
        texts = apply(page)
        assert "Succeeded" in texts
        assert "3 of 3 virtual machines migrated" in texts
        assert leaving not in guests.hosts(ids)
        assert lifecycle.members("compute") == ["overcloud-compute-0", "overcloud-compute-2"]

        page.open("/admin/uc_scale/remove?server=overcloud-control-0")
        assert "overcloud-control-0 cannot be removed." in page.text()
        assert "Replace it instead" in page.text()
        assert not [button for button in page.all("button") if button.text.strip() == "Plan"]

        page.open("/admin/uc_scale/overcloud-control-0/replace")
        page.find("input[name='source'][value='file']").click()
        page.fill("text", _NEW_CONTROLLER)
        text = plan(page)
        assert (
            "2 controllers stay alive while overcloud-control-0 is replaced."
            in page.driver.page_source
        )
        assert "Succeeded" in apply(page)
        assert "overcloud-control-3" in lifecycle.members("control")
        assert "overcloud-control-0" not in lifecycle.members("control")

        page.open("/admin/uc_operations/")
        assert page.axe() == []
        assert "Remove overcloud-compute-1" in page.text()
        settled(undercloud)


class TestAfter:
    def test_no_server_has_the_administrators_password(self, deployed, undercloud):
        """Whoever may see the user data in Nova finds its hash."""
        nova = undercloud.connect("admin").compute
        answer = nova.get("/servers/detail", params={"all_tenants": 1}, microversion="2.3")
        texts = [
            base64.b64decode(server["OS-EXT-SRV-ATTR:user_data"] or "").decode()
            for server in answer.json()["servers"]
        ]
        hashed = [text for text in texts if re.search(r"admin_password_hash\W+scrypt\$", text)]
        assert len(hashed) == 3
        assert not [text for text in texts if "a-long-password" in text]
