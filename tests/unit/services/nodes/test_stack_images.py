"""Which servers have which image, as parameters of the stack."""

import pytest
import yaml

from helion_services.nodes import roles, stack
from helion_services.nodes.stack import models

ROLE = roles.load().by_name["compute"]


def parameters(count, **images):
    return {
        "ComputeCount": str(count),
        "ComputeRemovalPolicies": [{"resource_list": ["1"]}],
        "ComputeImage": "overcloud-full",
        "ComputeImages": {index.strip("_"): image for index, image in images.items()},
    }


def test_a_server_has_its_own_image_or_that_of_its_role():
    assert stack.images_of(parameters(3, _2="new"), ROLE) == {
        "0": "overcloud-full",
        "2": "new",
        "3": "overcloud-full",
    }
    assert stack.images_of({"ComputeCount": 1, "ComputeImage": "old"}, ROLE) == {"0": "old"}


def test_only_the_servers_in_question_change():
    before = parameters(3, _2="older")
    after = stack.reimage(before, ROLE, {"0": "new"})
    assert after == {"ComputeImage": "overcloud-full", "ComputeImages": {"2": "older", "0": "new"}}
    assert stack.images_of(before | after, ROLE) == {
        "0": "new",
        "2": "older",
        "3": "overcloud-full",
    }


def test_an_image_that_all_servers_have_is_that_of_the_role():
    before = parameters(3, _2="new", _3="new")
    after = stack.reimage(before, ROLE, {"0": "new"})
    assert after == {"ComputeImage": "new", "ComputeImages": {}}
    assert stack.reimage(before | after, ROLE, {"0": "new"}) == after


def test_entries_of_servers_that_left_go():
    after = stack.reimage(parameters(2, _1="older"), ROLE, {"2": "new"})
    assert after["ComputeImages"] == {"2": "new"}


def test_a_server_that_left_is_refused():
    with pytest.raises(models.ScaleError, match="Compute has no server 1"):
        stack.reimage(parameters(2), ROLE, {"1": "new"})


def test_the_template_hands_every_role_its_images():
    rolemap = roles.load()
    body = rolemap.template()
    for role in rolemap.roles:
        group = body.resources[role.group]["properties"]["resource_def"]["properties"]
        assert group["Image"] == {"get_param": role.image}
        assert group["Images"] == {"get_param": role.images}
    server = yaml.safe_load(body.files["role-server.yaml"])["resources"]["Server"]
    assert server["properties"]["image_update_policy"].startswith("REBUILD")
