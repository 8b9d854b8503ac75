import datetime
import hashlib
import json
import os
import socket
import stat
import threading

import pytest
import sqlalchemy as sa

from helion_services.base import idempotency
from helion_services.base.idempotency import IdempotencyKey
from helion_services.base.times import now
from tests.unit.services.base.conftest import Person
from tests.unit.services.base.sample import Thing

THINGS = "/sample/v1/things"


def post(person, key="k1", name="one", **options):
    return person.post(THINGS, json={"name": name}, headers={"Idempotency-Key": key}, **options)


def count(runtime, model):
    with runtime.db.reader() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(model))


def age(runtime, delta, **columns):
    with runtime.db.session() as session:
        session.execute(sa.update(IdempotencyKey).values(created_at=now() - delta, **columns))


def test_the_same_request_acts_once(admin, runtime):
    first, second = post(admin), post(admin)
    assert first.status_code == second.status_code == 201
    assert first.json == second.json
    assert second.content_type == "application/json"
    assert "Idempotent-Replayed" not in first.headers
    assert second.headers["Idempotent-Replayed"] == "true"
    assert count(runtime, Thing) == 1


def test_without_a_key_it_acts_each_time(admin, runtime):
    for _ in range(2):
        admin.post(THINGS, json={"name": "one"})
    assert count(runtime, Thing) == 2
    assert count(runtime, IdempotencyKey) == 0


def test_another_body_is_refused(admin, runtime):
    post(admin)
    answer = post(admin, name="two")
    assert answer.status_code == 422
    assert answer.json["code"] == "idempotency-key-reused"
    assert count(runtime, Thing) == 1


def test_another_path_is_refused(admin):
    post(admin)
    answer = admin.delete(f"{THINGS}/1", headers={"Idempotency-Key": "k1"})
    assert answer.json["code"] == "idempotency-key-reused"


def test_keys_are_each_users_own(app, admin, runtime):
    other = Person(app, X_User_Id="a2", X_Project_Id="p1", X_Roles="admin")
    assert post(admin).json["id"] != post(other, name="two").json["id"]


def test_a_failure_is_not_stored(admin, runtime):
    assert post(admin, name="taken").status_code == 409
    assert count(runtime, IdempotencyKey) == 0
    assert post(admin, name="free").status_code == 201


def test_no_body_in_the_answer(admin):
    thing_id = post(admin).json["id"]
    for _ in range(2):
        answer = admin.delete(f"{THINGS}/{thing_id}", headers={"Idempotency-Key": "k2"})
        assert answer.status_code == 204
        assert answer.data == b""


def test_a_request_that_is_still_in_progress(admin, runtime):
    post(admin)
    age(runtime, datetime.timedelta(minutes=1), status=None)
    answer = post(admin)
    assert answer.status_code == 409
    assert answer.json["code"] == "idempotency-key-in-use"


def test_a_request_whose_process_died(admin, runtime):
    post(admin)
    age(runtime, datetime.timedelta(minutes=6), status=None)
    assert post(admin).status_code == 201
    assert post(admin).headers["Idempotent-Replayed"] == "true"


def test_a_request_whose_process_was_killed_on_this_machine(admin, runtime):
    post(admin)
    host = socket.gethostname()
    age(runtime, datetime.timedelta(0), status=None, owner=f"{host}:{os.getpid()}:1")
    assert post(admin).status_code == 201
    age(runtime, datetime.timedelta(0), status=None, owner=f"elsewhere:{os.getpid()}:1")
    assert post(admin).json["code"] == "idempotency-key-in-use"


def test_an_operation_whose_answer_was_lost_is_not_begun_again(admin, runtime):
    post(admin)
    age(runtime, datetime.timedelta(minutes=6), status=None, operation_id="o1")
    answer = post(admin)
    assert answer.status_code == 409
    assert answer.json["code"] == "idempotency-answer-lost"
    assert answer.json["operation"] == "o1"
    assert count(runtime, Thing) == 1


def test_responses_are_stored_for_a_day(admin, runtime):
    post(admin)
    age(runtime, idempotency.KEPT - datetime.timedelta(minutes=1))
    assert "Idempotent-Replayed" in post(admin).headers
    age(runtime, idempotency.KEPT + datetime.timedelta(minutes=1))
    assert "Idempotent-Replayed" not in post(admin).headers
    assert count(runtime, Thing) == 2


def test_many_at_the_same_moment(admin, runtime):
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(post(admin))) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert count(runtime, Thing) == 1


def test_who_may_not_act_does_not_see_the_answer(app, admin):
    post(admin)
    demoted = Person(app, X_User_Id="a1", X_Project_Id="p1", X_Roles="reader")
    assert post(demoted).status_code == 403


@pytest.mark.parametrize("key", ["", "a" * 256, "a\tb", "ü"])
def test_invalid_keys(admin, key):
    answer = post(admin, key=key)
    assert answer.status_code == 400
    assert answer.json["code"] == "bad-idempotency-key"


def test_who_has_the_database_alone_cannot_guess_bodies(admin, runtime, tmp_path):
    post(admin)
    with runtime.db.reader() as session:
        row = session.get(IdempotencyKey, ("a1", "k1"))
    body = json.dumps({"name": "one"}).encode()
    for line in ("\n".join(("POST", path, "p1")) for path in (THINGS, f"{THINGS}?")):
        assert row.fingerprint != hashlib.sha256(line.encode() + b"\n" + body).hexdigest()
    (key,) = (tmp_path / "keys").iterdir()
    assert (key.name, stat.S_IMODE(key.stat().st_mode)) == ("fingerprints", 0o600)


def test_a_rotation_of_the_keys_changes_nothing(admin, runtime):
    first = post(admin)
    runtime.secrets.rotate()
    assert post(admin).json == first.json


def test_nothing_is_stored_of_a_request_that_changes_nothing(reader, runtime):
    for name in ("one", "two"):
        answer = reader.post(
            f"{THINGS}/check", json={"name": name}, headers={"Idempotency-Key": "k1"}
        )
        assert answer.json["name"] == name
    assert count(runtime, IdempotencyKey) == 0


def test_a_large_answer_is_not_stored(admin, runtime, monkeypatch):
    monkeypatch.setattr(idempotency, "_LARGEST", 10)
    assert post(admin).status_code == 201
    answer = post(admin)
    assert (answer.status_code, answer.json["code"]) == (409, "idempotency-answer-not-kept")
    assert count(runtime, Thing) == 1
    with runtime.db.reader() as session:
        assert session.scalars(sa.select(IdempotencyKey.body)).all() == [None]


def test_reading_needs_no_key(reader, runtime):
    assert reader.get(THINGS, headers={"Idempotency-Key": "k1"}).status_code == 200
    assert count(runtime, IdempotencyKey) == 0
