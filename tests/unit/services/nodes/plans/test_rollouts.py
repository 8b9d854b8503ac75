"""Plans that roll an image out: what they say, and what prevents them."""

import dataclasses

import pytest

from helion_services.nodes import compute_hosts
from helion_services.nodes.images import Image
from helion_services.overcloud.vms import Vm

VM = Vm("vm-1", "web", "ACTIVE", 2, 2048, 20, "overcloud-compute-1")


@pytest.fixture
def roomy(undercloud):
    undercloud.room = [compute_hosts.Host("other", 64, 65536, 1000, "other")]
    return undercloud


def check(plan, name):
    return next(check for check in plan["checks"] if check["name"] == name)


def codes(plan, result="block"):
    return {check["code"] for check in plan["checks"] if check["result"] == result}


def refusal(admin, **request):
    answer = admin.post("/nodes/v1/plans", json={"action": "rollout", **request})
    return answer.status_code, answer.json.get("errors")


def test_each_server_has_its_image_before_and_after(plan, roomy):
    roomy.vms = {"overcloud-compute-1": [VM]}
    draft = plan("rollout", role="compute", image="new", servers_at_a_time=1)
    assert draft["state"] == "ready", draft["checks"]
    assert draft["title"] == "Roll out overcloud-server 1.1 to 2 servers (Compute)"
    rows = [(row["server"], row["batch"], row["vms"]) for row in draft["images"]]
    assert rows == [("overcloud-compute-0", 1, []), ("overcloud-compute-1", 2, ["web"])]
    first = draft["images"][0]
    assert (first["before"]["label"], first["after"]["build_no"]) == ("overcloud-full", "42")
    assert [step["name"] for step in draft["steps"]] == ["batch-1", "batch-2", "outcome"]
    texts = [change["text"] for change in draft["changes"]]
    assert any(text.startswith("web: migrated away from overcloud-compute-1") for text in texts)
    assert any(
        text.startswith("overcloud-compute-0: overcloud-server 1.1 replaces overcloud-full")
        for text in texts
    )


def test_servers_at_a_time_make_a_batch(plan, roomy):
    draft = plan("rollout", role="compute", image="new", servers_at_a_time=5)
    assert {row["batch"] for row in draft["images"]} == {1}


def test_the_operation_knows_the_former_images(plan, apply, roomy, runtime):
    status, operation = apply(plan("rollout", role="compute", image="new", maximum_failures=1))
    assert (status, operation["kind"]) == (202, "rollout")
    with runtime.db.reader() as session:
        from helion_services.base.operations import store

        request = store.get(session, operation["id"]).request
    row = request["batches"][0][0]
    assert (row["image"], row["value"]) == ("new", "new")
    assert (row["former"], row["former_value"]) == ("old", "overcloud-full")
    assert request["maximum_failures"] == 1
    assert operation["can_pause"]
    assert not request["confirm_first_batch"]


def test_servers_that_have_the_image_are_left_out(plan, roomy):
    roomy.running["compute-node-1"] = "new"
    roomy.parameters["ComputeImages"] = {"1": "new"}
    draft = plan("rollout", role="compute", image="new")
    assert [row["server"] for row in draft["images"]] == ["overcloud-compute-0"]
    roomy.running["compute-node-0"] = "new"
    roomy.parameters |= {"ComputeImage": "new", "ComputeImages": {}}
    draft = plan("rollout", role="compute", image="new")
    assert (draft["state"], codes(draft)) == ("blocked", {"image-same"})


def test_a_server_whose_stack_and_nova_differ_is_rebuilt(plan, roomy):
    roomy.running["compute-node-1"] = "new"
    draft = plan("rollout", role="compute", image="new", nodes=["overcloud-compute-1"])
    assert [row["server"] for row in draft["images"]] == ["overcloud-compute-1"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"status": "queued"}, "image-not-active"),
        ({"min_disk": 501}, "image-needs-disk"),
        ({"size": 501 * 2**30}, "image-needs-disk"),
        ({"min_ram": 32769}, "image-needs-memory"),
    ],
)
def test_an_image_that_does_not_fit_blocks(plan, roomy, changes, code):
    roomy.images["new"] = dataclasses.replace(roomy.images["new"], **changes)
    assert codes(plan("rollout", role="compute", image="new")) == {code}


def test_a_flavor_that_is_gone_is_a_warning(plan, roomy):
    roomy.flavors = []
    draft = plan("rollout", role="compute", image="new")
    assert (draft["state"], codes(draft, "warn")) == ("ready", {"image-flavor-unknown"})


def test_two_images_of_a_name_that_the_stack_uses_block(plan, roomy):
    roomy.images["twin"] = Image("twin", "overcloud-full", "active")
    draft = plan("rollout", role="compute", image="new")
    assert check(draft, "image.names")["result"] == "block"
    roomy.images["twin"] = Image("twin", "overcloud-full", "active", hidden=True)
    assert plan("rollout", role="compute", image="new")["state"] == "ready"


def test_a_virtual_machine_that_cannot_move_blocks(plan, roomy):
    stuck = dataclasses.replace(VM, status="ERROR")
    roomy.vms = {"overcloud-compute-1": [stuck]}
    draft = plan("rollout", role="compute", image="new")
    assert check(draft, "vms.states")["result"] == "block"


def test_a_host_that_is_down_blocks(plan, roomy):
    roomy.vms, roomy.down = {"overcloud-compute-1": [VM]}, {"overcloud-compute-1"}
    assert codes(plan("rollout", role="compute", image="new")) == {"host-down"}


def test_virtual_machines_without_room_block(plan, undercloud):
    undercloud.vms = {"overcloud-compute-1": [VM]}
    assert codes(plan("rollout", role="compute", image="new")) == {"no-other-host"}


@pytest.mark.parametrize("changes", [{"protected": True}, {"maintenance": True}])
def test_a_node_that_ironic_does_not_rebuild_blocks(plan, roomy, changes):
    roomy.change("compute-node-1", **changes)
    draft = plan("rollout", role="compute", image="new")
    assert draft["state"] == "blocked"
    rows = [row for row in draft["checks"] if row["name"] == "image.node"]
    assert [row["result"] for row in rows] == ["pass", "block"]


def test_controllers_go_one_at_a_time(plan, roomy):
    assert plan("rollout", role="control", image="new")["state"] == "ready"
    draft = plan("rollout", role="control", image="new", servers_at_a_time=2)
    assert codes(draft) == {"controllers-one-at-a-time"}
    roomy.change("control-node-2", power_state="power off")
    draft = plan("rollout", role="control", image="new", nodes=["overcloud-control-0"])
    assert codes(draft) == {"quorum-lost"}


def test_a_stack_of_an_earlier_template_blocks(plan, roomy):
    del roomy.parameters["ComputeImages"]
    draft = plan("rollout", role="compute", image="new")
    assert (draft["state"], codes(draft)) == ("blocked", {"template-images-missing"})


def test_what_is_missing_or_unknown_names_its_field(admin, roomy):
    assert refusal(admin, role="compute") == (422, {"image": ["This field is required."]})
    status, errors = refusal(admin, role="compute", image="nonsense")
    assert (status, list(errors)) == (422, ["image"])
    status, errors = refusal(admin, role="king", image="new")
    assert (status, list(errors)) == (422, ["role"])
    status, errors = refusal(admin, role="compute", image="new", nodes=["overcloud-control-0"])
    assert (status, list(errors)) == (422, ["nodes"])
    status, errors = refusal(admin, rollout="nonsense")
    assert (status, list(errors)) == (422, ["rollout"])


def test_a_rollout_is_rolled_back_to_the_former_images(plan, apply, roomy):
    _status, operation = apply(plan("rollout", role="compute", image="new"))
    roomy.running |= {"compute-node-0": "new"}
    roomy.parameters["ComputeImages"] = {"0": "new"}
    draft = plan("rollout", rollout=operation["id"])
    assert draft["title"] == "Roll back the images of 1 servers (Compute)"
    (row,) = draft["images"]
    assert (row["server"], row["after"]["label"]) == ("overcloud-compute-0", "overcloud-full")


def test_which_server_runs_which_image(admin, roomy):
    answer = admin.get("/nodes/v1/images")
    assert answer.status_code == 200
    compute = next(role for role in answer.json["roles"] if role["name"] == "compute")
    assert compute["replaceable"]
    assert [server["image"] for server in compute["servers"]] == ["old", "old"]
    assert [image["label"] for image in answer.json["images"]] == [
        "overcloud-full",
        "overcloud-server 1.1",
    ]
