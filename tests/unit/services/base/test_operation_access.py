"""Who may start an operation may read, cancel and retry it: of every kind of every service."""

import uuid

import pytest

from helion_services.base import app as base_app
from helion_services.base import policy, service
from helion_services.base.operations.models import Operation
from helion_services.base.times import now
from tests.unit.services.base.conftest import Person

pytestmark = pytest.mark.slow

ROOT = "/sample/v1/operations"
SYSTEM = {"OpenStack_System_Scope": "all"}
PROJECT = {"X_Project_Id": "p1"}
PEOPLE = {
    "admin of the system": {"X_Roles": "admin", **SYSTEM},
    "reader of the system": {"X_Roles": "reader", **SYSTEM},
    "admin of a project": {"X_Roles": "admin", **PROJECT},
    "member of a project": {"X_Roles": "member,reader", **PROJECT},
}
READING = (policy.READER, policy.METAL_READER)
KINDS = sorted(
    (kind.service, kind.name) for each in service.installed().values() for kind in each.kinds()
)


@pytest.fixture
def app(runtime):
    rules = [rule for each in service.installed().values() for rule in each.policies()]
    views = runtime.operations.blueprint("sample", "/sample/v1")
    runtime.operations.register(
        *(kind for each in service.installed().values() for kind in each.kinds())
    )
    return base_app.create_app(runtime, [views], rules)


@pytest.fixture
def started(runtime):
    """Adds an operation of somebody; returns its id."""

    def start(owner, name, user="somebody", state="failed"):
        ident = str(uuid.uuid4())
        moment = now()
        with runtime.db.session() as session:
            session.add(
                Operation(
                    id=ident,
                    service=owner,
                    kind=name,
                    title=name,
                    state=state,
                    request={},
                    notes={},
                    started_by_id=user,
                    created_at=moment,
                    updated_at=moment,
                )
            )
        return ident

    return start


def person(app, name, user="me"):
    return Person(app, X_User_Id=user, **PEOPLE[name])


def may_start(runtime, owner, who):
    """Whether a person may do any of what begins operations of a service."""
    rules = service.installed()[owner].policies()
    enforcer = policy.enforcer(runtime.conf, rules)
    scope = {"system_scope": "all"} if "OpenStack_System_Scope" in PEOPLE[who] else {}
    credentials = {
        "roles": PEOPLE[who]["X_Roles"].split(","),
        "user_id": "me",
        "project_id": PEOPLE[who].get("X_Project_Id"),
        "system_scope": None,
        "is_admin_project": "X_Project_Id" in PEOPLE[who],
    } | scope
    return any(
        enforcer.authorize(rule.name, {}, credentials)
        for rule in rules
        if rule.check_str not in READING
    )


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize(("owner", "name"), KINDS)
def test_who_may_start_it_may_read_cancel_and_retry_it(app, runtime, started, owner, name, who):
    operation, somebody = started(owner, name), person(app, who)
    starts = may_start(runtime, owner, who)
    if starts:
        assert somebody.get(f"{ROOT}/{operation}").status_code == 200
        assert [row["id"] for row in somebody.get(ROOT).json["operations"]] == [operation]
        answer = somebody.post(f"{ROOT}/{operation}/cancel")
        assert answer.json["code"] == "operation-ended"
    else:
        assert somebody.post(f"{ROOT}/{operation}/cancel").status_code == 403
        assert somebody.post(f"{ROOT}/{operation}/retry").status_code == 403


def test_there_are_kinds():
    assert {owner for owner, _ in KINDS} >= {"eon", "nodes", "sirius"}


def test_bare_metal_is_for_the_system(app, started):
    metal, other = started("nodes", "enrol"), started("eon", "activate", state="running")
    gone = started("acme", "work", state="running")
    admin = person(app, "admin of a project")
    answer = admin.get(ROOT).json
    assert [row["id"] for row in answer["operations"]] == [other]
    assert answer["active"] == 1
    for hidden in (metal, gone):
        for refused in (admin.get(f"{ROOT}/{hidden}"), admin.post(f"{ROOT}/{hidden}/retry")):
            assert (refused.status_code, refused.json["code"]) == (403, "system-role-needed")
    assert admin.get(f"{ROOT}/nothing").status_code == 404
    answer = person(app, "reader of the system").get(ROOT).json
    assert {row["id"] for row in answer["operations"]} == {metal, other, gone}
    assert answer["active"] == 2


def test_who_started_it_may_see_it(app, started):
    """Also where the operator's policy let somebody start it who may not read the rest."""
    own, other = started("nodes", "enrol", user="me"), started("nodes", "enrol")
    for who in ("admin of a project", "member of a project"):
        somebody = person(app, who)
        assert somebody.get(f"{ROOT}/{own}").status_code == 200
        assert somebody.get(f"{ROOT}/{other}").status_code == 403
        assert somebody.post(f"{ROOT}/{own}/cancel").status_code == 403
    rows = person(app, "admin of a project").get(ROOT).json["operations"]
    assert [row["id"] for row in rows] == [own]


def test_what_does_not_exist_is_not_told_to_strangers(app):
    answer = person(app, "member of a project").get(f"{ROOT}/nothing")
    assert answer.status_code == 403
    assert person(app, "member of a project").get(ROOT).status_code == 403
