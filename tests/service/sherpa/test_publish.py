"""Publishing: images in Glance, templates in the store; roll back, and what faults leave."""

import pathlib

import pytest
import yaml

from helion_services.base.operations import patience
from helion_services.base.operations.models import LONGEST_RESOURCE
from helion_services.sherpa import publications, template_relations
from tests.service.sherpa.conftest import ROOT
from tests.service.sherpa.glance import Glance

IMAGE, TEMPLATE = "helion-webserver", "webserver"


@pytest.fixture
def glance(env, monkeypatch):
    monkeypatch.setattr(patience, "PATIENCE", 0.3)
    env.runtime.clouds = Glance()
    return env.runtime.clouds


def publish(steps, content_id, **body):
    return steps.env.admin.post(f"{ROOT}/content/{content_id}/publish", json=body)


def published(steps, name, version, **body):
    """The publication of an entry, downloaded and published."""
    answer = publish(steps, steps.download(name, version), **body)
    operation = steps.ended(answer)
    assert operation["state"] == "succeeded", operation["error"]
    return steps.env.admin.get(f"{ROOT}/publications/{answer.json['publication_id']}").json


def test_a_long_name_fits_among_the_resources():
    first, second = (publications.resource("image", "x" * 250 + end) for end in "ab")
    assert len(first) <= LONGEST_RESOURCE
    assert first != second


def test_what_a_template_includes():
    body = """
heat_template_version: 2018-08-31
resources:
  a: {type: OS::Nova::Server, properties: {user_data: {get_file: init.sh}}}
  b: {type: server.yaml}
  c: {type: "OS::Heat::ResourceGroup", properties: {resource_def: {type: server.yaml}}}
"""
    assert template_relations.includes(body) == ["init.sh", "server.yaml"]
    assert template_relations.includes("a: [") == []


def states(env):
    rows = env.admin.get(f"{ROOT}/publications").json["publications"]
    return {(row["name"], row["version"]): row["state"] for row in rows}


class TestImage:
    def test_it_is_in_glance_with_its_hash_and_properties(self, steps, glance):
        row = published(steps, IMAGE, "1.1.0", visibility="public", project_id="p7")
        (image,) = glance.images.values()
        assert row["object_id"] == image["id"]
        assert (image["os_hidden"], image["visibility"], image["owner"]) == (False, "public", "p7")
        assert (image["version"], image["build_no"], image["source"]) == ("1.1.0", "2026.2", "HDN")
        assert row["state"] == "published"
        assert steps.entry(IMAGE, "1.0.0")["current_version"] == "1.1.0"

    def test_what_the_publisher_advises_for_a_rollout_is_in_glance(self, steps, glance):
        published(steps, "overcloud-server", "1.1.2")
        (image,) = glance.images.values()
        assert image["rollout_role"] == "compute"
        assert image["rollout_servers_at_a_time"] == "1"

    def test_what_is_newer_than_the_published_version(self, steps, glance, env):
        assert env.admin.get(f"{ROOT}/entries?newer=true").json["entries"] == []
        published(steps, IMAGE, "1.0.0")
        (newer,) = env.admin.get(f"{ROOT}/entries?newer=true").json["entries"]
        assert (newer["version"], newer["replaces"]) == ("1.1.0", "1.0.0")
        assert env.admin.get(f"{ROOT}/entries/facets?newer=true").json["kind"] == {"image": 1}
        assert len(env.admin.get(f"{ROOT}/entries?newer=false").json["entries"]) == 7
        published(steps, IMAGE, "1.1.0")
        assert env.admin.get(f"{ROOT}/entries?newer=true").json["entries"] == []

    def test_a_second_publish_changes_nothing(self, steps, glance):
        row = published(steps, IMAGE, "1.1.0")
        answer = publish(steps, row["content_id"])
        assert answer.json == {"publication_id": row["id"], "operation_id": None}
        assert len(glance.images) == 1
        assert publish(steps, row["content_id"], visibility="public").status_code == 409

    def test_its_operation_names_what_it_works_on(self, steps, glance, env):
        content_id = steps.download(IMAGE, "1.1.0")
        operation = steps.ended(publish(steps, content_id))
        resources = {f"content:{content_id}", f"published:image {IMAGE}"}
        assert set(operation["resources"]) == resources

    def test_the_version_before_is_hidden(self, steps, glance, env):
        published(steps, IMAGE, "1.0.0")
        published(steps, IMAGE, "1.1.0")
        assert glance.visible() == {IMAGE: "1.1.0"}
        assert states(env) == {(IMAGE, "1.0.0"): "superseded", (IMAGE, "1.1.0"): "published"}

    @pytest.mark.parametrize(
        ("method", "path"), [("POST", "images"), ("PUT", "/file"), ("PATCH", "")]
    )
    @pytest.mark.parametrize("status", [403, 415, 503])
    def test_a_refusal_leaves_nothing(self, steps, glance, env, method, path, status):
        published(steps, IMAGE, "1.0.0")
        content_id = steps.download(IMAGE, "1.1.0")
        glance.broken[method, path] = status
        operation = steps.ended(publish(steps, content_id))
        if method == "PATCH":  # hiding is a PATCH, too
            glance.broken.clear()
        assert operation["state"] in ("reverted", "failed")
        assert len(glance.images) == 1
        assert glance.visible() == {IMAGE: "1.0.0"}
        assert (IMAGE, "1.1.0") not in states(env)

    def test_what_arrives_damaged_is_removed(self, steps, glance, env):
        content_id = steps.download(IMAGE, "1.1.0")
        glance.wrong = True
        operation = steps.ended(publish(steps, content_id))
        assert operation["error"]["code"] == "image-hash-differs"
        assert glance.images == {}
        assert states(env) == {}

    def test_a_local_file_that_was_changed_is_not_published(self, steps, glance, env):
        content_id = steps.download(IMAGE, "1.1.0")
        path = pathlib.Path(env.runtime.conf.sherpa.content_dir, "content", content_id)
        path.write_bytes(bytes(path.stat().st_size))
        operation = steps.ended(publish(steps, content_id))
        assert operation["error"]["code"] == "content-file-missing"
        assert glance.images == {}
        path.unlink()
        assert publish(steps, content_id).json["code"] == "content-file-missing"

    def test_what_is_published_is_not_deleted(self, steps, glance, env):
        row = published(steps, IMAGE, "1.1.0")
        answer = env.admin.delete(f"{ROOT}/content/{row['content_id']}")
        assert answer.json["code"] == "content-published"


class TestRollBack:
    def roll_back(self, steps, row, version):
        path = f"{ROOT}/publications/{row['id']}/roll-back"
        return steps.env.admin.post(path, json={"version": version})

    def test_to_what_was_published_before(self, steps, glance, env):
        published(steps, IMAGE, "1.0.0")
        row = published(steps, IMAGE, "1.1.0")
        assert row["roll_back_to"][0]["where"] == "published"
        assert steps.ended(self.roll_back(steps, row, "1.0.0"))["state"] == "succeeded"
        assert glance.visible() == {IMAGE: "1.0.0"}
        assert states(env) == {(IMAGE, "1.0.0"): "published", (IMAGE, "1.1.0"): "superseded"}

    def test_to_what_the_catalogue_lists(self, steps, glance, env):
        row = published(steps, IMAGE, "1.1.0")
        offers = [(offer["version"], offer["where"]) for offer in row["roll_back_to"]]
        assert offers == [("1.0.0", "catalogue")]
        assert steps.ended(self.roll_back(steps, row, "1.0.0"))["state"] == "succeeded"
        assert glance.visible() == {IMAGE: "1.0.0"}
        assert steps.entry(IMAGE, "1.0.0")["content_id"]

    def test_what_fails_leaves_the_version(self, steps, glance, env, network):
        row = published(steps, IMAGE, "1.1.0")
        network.faults["corrupt"] = True
        assert steps.ended(self.roll_back(steps, row, "1.0.0"))["state"] == "reverted"
        assert glance.visible() == {IMAGE: "1.1.0"}

    def test_to_what_nobody_lists(self, steps, glance):
        row = published(steps, IMAGE, "1.1.0")
        answer = self.roll_back(steps, row, "0.1")
        assert answer.json["error_facts"]["version"][0]["code"] == "version-not-offered"
        assert self.roll_back(steps, row, "1.1.0").json["code"] == "version-current"

    def test_of_a_template(self, steps, glance, env):
        published(steps, TEMPLATE, "1.0.0")
        row = published(steps, TEMPLATE, "1.1.0")
        assert steps.ended(self.roll_back(steps, row, "1.0.0"))["state"] == "succeeded"
        assert states(env)[TEMPLATE, "1.0.0"] == "published"


class TestUnpublish:
    def unpublish(self, steps, row, **body):
        return steps.env.admin.post(f"{ROOT}/publications/{row['id']}/unpublish", json=body)

    def test_the_image_goes(self, steps, glance, env):
        row = published(steps, IMAGE, "1.1.0")
        assert steps.ended(self.unpublish(steps, row))["state"] == "succeeded"
        assert glance.images == {}
        assert states(env) == {}

    def test_an_image_in_use_needs_force(self, steps, glance, env):
        row = published(steps, IMAGE, "1.1.0")
        glance.servers = [{"id": "s1", "name": "vm", "tenant_id": "p", "image": row["object_id"]}]
        glance.stacks = [
            {"id": "k1", "stack_name": "web", "project": "p", "parameters": {"image": IMAGE}}
        ]
        usage = env.admin.get(f"{ROOT}/publications/{row['id']}/usage").json
        assert [row["name"] for row in usage["servers"] + usage["stacks"]] == ["vm", "web"]
        assert self.unpublish(steps, row).json["code"] == "image-in-use"
        assert steps.ended(self.unpublish(steps, row, force=True))["state"] == "succeeded"

    def test_a_refusal_leaves_it_published(self, steps, glance, env):
        row = published(steps, IMAGE, "1.1.0")
        glance.broken["DELETE", ""] = 403
        assert steps.ended(self.unpublish(steps, row))["state"] == "reverted"
        assert states(env) == {(IMAGE, "1.1.0"): "published"}


class TestTemplate:
    def test_it_is_in_the_store(self, steps, glance, env):
        row = published(steps, TEMPLATE, "1.1.0")
        (listed,) = env.admin.get(f"{ROOT}/templates").json["templates"]
        assert listed["id"] == row["object_id"]
        assert listed["description"] == "A small web server, version 1.1.0"
        body = env.admin.get(f"{ROOT}/templates/{listed['id']}").json["body"]
        assert body.startswith("heat_template_version")

    def test_what_it_belongs_to(self, steps, glance, env):
        old = published(steps, TEMPLATE, "1.0.0")
        row = published(steps, TEMPLATE, "1.1.0")
        detail = env.admin.get(f"{ROOT}/templates/{row['object_id']}").json
        versions = [(each["version"], each["state"]) for each in detail["versions"]]
        assert versions == [("1.1.0", "published"), ("1.0.0", "superseded")]
        assert detail["versions"][1]["id"] == old["object_id"]
        assert (detail["needs"], detail["needed_by"]) == ([IMAGE], [])

    def test_content_that_needs_it(self, steps, glance, env, network, source):
        row = published(steps, TEMPLATE, "1.1.0")
        for name, need in (
            ("a", f"{TEMPLATE} >= 1.0"),
            ("b", f"{TEMPLATE}-other"),
            ("c", TEMPLATE),
        ):
            network.publisher.add(
                f"x/{name}", name.encode(), name=name, version="1", kind="plug-in", needs=[need]
            )
        network.publisher.publish()
        env.admin.post(f"{ROOT}/sources/{source['id']}/refresh")
        for name in "abc":
            steps.download(name, "1")
        detail = env.admin.get(f"{ROOT}/templates/{row['object_id']}").json
        assert [each["name"] for each in detail["needed_by"]] == ["a", "c"]

    def test_stacks_that_use_it(self, steps, glance, env):
        row = published(steps, TEMPLATE, "1.1.0")
        body = env.admin.get(f"{ROOT}/templates/{row['object_id']}").json["body"]
        of_heat = {**yaml.safe_load(body), "heat_template_version": "2018-08-31"}
        glance.stacks = [
            {"id": "1", "stack_name": "same", "template": of_heat, "files": {}},
            {"id": "2", "stack_name": "part", "template": {}, "files": {"x.yaml": body}},
            {"id": "3", "stack_name": "other", "template": {}, "files": {}},
        ]  # fmt: skip
        usage = env.admin.get(f"{ROOT}/publications/{row['id']}/usage").json
        assert [stack["name"] for stack in usage["stacks"]] == ["same", "part"]
        assert usage["complete"]
        glance.stacks.append({"id": "4", "stack_name": "hidden"})
        usage = env.admin.get(f"{ROOT}/publications/{row['id']}/usage").json
        assert (len(usage["stacks"]), usage["complete"]) == (2, False)

    def test_what_is_no_template(self, steps, glance, env, network, source):
        network.publisher.add("templates/x.yaml", b"[1]", name="x", version="1", kind="template")
        network.publisher.publish()
        env.admin.post(f"{ROOT}/sources/{source['id']}/refresh")
        operation = steps.ended(publish(steps, steps.download("x", "1")))
        assert operation["error"]["code"] == "template-invalid"
        assert env.admin.get(f"{ROOT}/templates").json["templates"] == []

    def test_other_kinds_are_not_published(self, steps, glance):
        answer = publish(steps, steps.download("Helion", "1.1.1"))
        assert answer.json["code"] == "content-not-publishable"
