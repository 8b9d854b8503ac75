"""Who may do what, what is written down of it, and where a password is: nowhere."""

import base64
import json
import logging
import re

import pytest
import sqlalchemy as sa

from helion_services.base.audit import AuditEvent
from helion_services.eon import network, states
from helion_services.eon.api import policies
from helion_services.eon.models import Cluster
from tests import databases
from tests.service.eon.conftest import PASSWORD, eventually

READING = ("GET",)
LOOKING = ("/v2/networks/check", "/v2/resources/x/get_template")
"""Requests that are no GET and change nothing."""


def requests():
    """Every request that a rule is for."""
    for rule in policies.RULES:
        for operation in rule.operations:
            yield operation["method"], re.sub(r"\{\w+\}", "x", operation["path"])


@pytest.mark.parametrize(("method", "path"), sorted(set(requests())))
def test_a_reader_looks_and_an_administrator_acts(unwatched_env, method, path):
    def status(person):
        body = {} if method in ("POST", "PUT") else None
        return getattr(person, method.lower())(path, json=body).status_code

    looks = method in READING or path in LOOKING
    assert (status(unwatched_env.reader) != 403) is looks
    assert status(unwatched_env.admin) not in (403, 405, 500)
    assert status(unwatched_env.tenant) == 403


def test_every_view_is_under_a_rule_that_names_it(unwatched_env):
    views = {(method, path.strip("/")) for method, path in requests()}
    for rule in unwatched_env.app.url_map.iter_rules():
        if not rule.rule.startswith("/v2/") or "/operations" in rule.rule:
            continue
        path = re.sub(r"<\w+>", "x", rule.rule).strip("/")
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            assert (method, path) in views, rule


def test_the_audit_trail(service_env, registered):
    service_env.admin.post(f"{registered.path}/import", json={"clusters": ["domain-c0"]})
    service_env.reader.delete(registered.path)
    with service_env.runtime.db.reader() as session:
        events = session.scalars(sa.select(AuditEvent).order_by(AuditEvent.id)).all()
    registered_event, imported, refused = events[:3]
    assert (registered_event.action, registered_event.outcome, registered_event.user_id) == (
        "vcenter:create",
        200,
        "a1",
    )
    assert registered_event.detail == {"vcenter": registered.id, "name": "vcenter-01"}
    assert (imported.action, imported.outcome) == ("esx_cluster:import", 200)
    assert (refused.action, refused.outcome, refused.user_id) == ("vcenter:delete", 403, "r1")


@databases.only_sqlite
def test_a_password_is_found_nowhere(service_env, site, vcenter, folder, caplog):
    caplog.set_level(logging.DEBUG)
    answers = []

    def ask(method, path, **options):
        answer = getattr(service_env.admin, method)(path, **options)
        answers.append(answer.get_data(as_text=True) + str(answer.headers))
        return answer

    other = "Another-Planted-Passw0rd"
    ask("post", "/v2/resource_mgrs", json=site | {"username": 5})
    ask("post", "/v2/resource_mgrs", json=site | {"password": other})
    manager = ask("post", "/v2/resource_mgrs", json=site).json
    path = f"/v2/resource_mgrs/{manager['id']}"
    eventually(lambda: ask("get", path).json["read_at"], "the inventory")
    ask("post", "/v2/resource_mgrs", json=site)
    ask("put", path, json={"password": other})
    ask("put", path, json={"password": site["password"], "colour": "red"})
    ask("put", path, json={"password": site["password"]})
    cluster = next(c for c in ask("get", "/v2/resources").json if c["name"] == "Compute-A")
    body = {"network_properties": network.sample()}
    ask("post", f"/v2/resources/{cluster['id']}/activate/", json=body)
    ask("get", f"/v2/resources/{cluster['id']}")
    operations = service_env.system_admin.get("/v2/operations")
    assert operations.status_code == 200
    answers.append(operations.get_data(as_text=True))
    with service_env.runtime.db.session() as session:
        row = session.get(Cluster, cluster["id"])
        row.state = states.ACTIVATING
        states.move(session, row, states.ACTIVATED)
    eventually(lambda: "notification: " in caplog.text, "the notification")
    vcenter.faults.set(login="refused", down=True)
    eventually(lambda: ask("get", path).json["state"] != "registered", "the fault")
    vcenter.faults.set(login="refused")
    eventually(lambda: ask("get", path).json["state"] == "refused", "the refusal")
    service_env.watch.stop()
    service_env.runtime.db.close()
    files = [cluster for cluster in folder.rglob("*") if cluster.is_file()]
    assert any(cluster.suffix == ".db" for cluster in files)
    places = {str(file): file.read_bytes() for file in files}
    places["answers"] = "\n".join(answers).encode()
    places["log"] = caplog.text.encode()
    for secret in (PASSWORD, other):
        for written in (secret, json.dumps(secret), base64.b64encode(secret.encode()).decode()):
            for place, content in places.items():
                assert written.encode() not in content, (place, written)
