import pytest
from apiflask import APIBlueprint

from helion_services.base import app as base_app
from helion_services.base import config, policy
from helion_services.base.operations.models import Operation
from helion_services.base.times import now
from tests.unit.services.base import sample
from tests.unit.services.base.conftest import Person

THINGS = "/sample/v1/things"


def person(app, roles, **scope):
    return Person(app, X_User_Id="u1", X_Roles=roles, **scope)


SYSTEM = {"OpenStack_System_Scope": "all"}
PROJECT = {"X_Project_Id": "p1"}
OTHER_PROJECT = {"X_Project_Id": "p1", "X_Is_Admin_Project": "False"}
DOMAIN = {"X_Domain_Id": "d1"}


@pytest.mark.parametrize(
    ("roles", "scope", "may_read", "may_act"),
    [
        ("admin", SYSTEM, True, True),
        ("admin", PROJECT, True, True),
        ("admin", OTHER_PROJECT, False, False),
        ("admin", DOMAIN, False, False),
        ("reader", SYSTEM, True, False),
        ("member", SYSTEM, False, False),
        ("reader", PROJECT, False, False),
        ("member,reader", PROJECT, False, False),
        ("", PROJECT, False, False),
    ],
)
def test_access_by_role(app, roles, scope, may_read, may_act):
    somebody = person(app, roles, **scope)
    assert somebody.get(THINGS).status_code == (200 if may_read else 403)
    answer = somebody.post(THINGS, json={"name": "one"})
    assert answer.status_code == (201 if may_act else 403)


OPERATIONS = "/sample/v1/operations"


@pytest.fixture
def operation(runtime):
    """The id of an operation of a service that is not installed: as on bare metal."""
    with runtime.db.session() as session:
        about = {"title": "Work", "request": {}, "notes": {}, "started_by_id": "somebody"}
        moment = now()
        session.add(
            Operation(
                id="o1",
                service="sample",
                kind="work",
                state="succeeded",
                created_at=moment,
                updated_at=moment,
                **about,
            )
        )
    return "o1"


@pytest.mark.parametrize(
    ("roles", "scope", "may_read", "may_act", "code"),
    [
        ("admin", SYSTEM, True, True, None),
        ("reader", SYSTEM, True, False, "forbidden"),
        ("member", SYSTEM, False, False, "forbidden"),
        ("admin", PROJECT, False, False, "system-role-needed"),
        ("admin", DOMAIN, False, False, "system-role-needed"),
        ("member,reader", PROJECT, False, False, "forbidden"),
    ],
)
def test_bare_metal_belongs_to_the_system(app, operation, roles, scope, may_read, may_act, code):
    """Operations on it are under the rules of bare metal, as is all of the nodes service."""
    somebody = person(app, roles, **scope)
    answers = {
        somebody.get(f"{OPERATIONS}/{operation}"): 200 if may_read else 403,
        somebody.post(f"{OPERATIONS}/{operation}/cancel"): 409 if may_act else 403,
        somebody.post(f"{OPERATIONS}/{operation}/retry"): 409 if may_act else 403,
    }
    rows = somebody.get(OPERATIONS).json.get("operations", [])
    assert [row["id"] for row in rows] == ([operation] if may_read else [])
    for answer, status in answers.items():
        assert answer.status_code == status
        if status == 403:
            assert answer.json["code"] == code


def test_one_rule_gives_administrators_of_projects_bare_metal(app, operation, tmp_path, runtime):
    policies = tmp_path / "policy.yaml"
    policies.write_text('"metal_admin": "rule:admin"\n')
    runtime.conf.set_override("policy_file", str(policies), group="oslo_policy")
    blueprints = [sample.blueprint(runtime), runtime.operations.blueprint("sample", "/sample/v1")]
    changed = base_app.create_app(runtime, blueprints, sample.RULES)
    path = f"{OPERATIONS}/{operation}"
    for reader in (person(changed, "admin", **PROJECT), person(changed, "reader", **SYSTEM)):
        assert reader.get(OPERATIONS).json["operations"]
        assert reader.get(path).status_code == 200
    assert person(changed, "admin", **PROJECT).post(f"{path}/retry").status_code == 409
    assert person(changed, "reader", **PROJECT).get(OPERATIONS).status_code == 403
    assert person(changed, "reader", **PROJECT).get(path).status_code == 403


def test_a_refusal_names_the_rule(tenant):
    answer = tenant.get(THINGS)
    assert answer.json["code"] == "forbidden"
    assert answer.json["policy"] == "thing:list"


def test_it_precedes_the_validation_of_the_body(tenant):
    assert tenant.post(THINGS, data="nonsense").status_code == 403


def test_nobody_is_refused(app):
    assert app.test_client().get(THINGS).status_code == 403
    assert app.test_client().get("/healthcheck").status_code == 200


def test_an_operator_may_change_a_rule(app, file, tmp_path, runtime):
    policies = tmp_path / "policy.yaml"
    policies.write_text('"thing:list": "role:member"\n')
    runtime.conf.set_override("policy_file", str(policies), group="oslo_policy")
    changed = base_app.create_app(runtime, [sample.blueprint(runtime)], sample.RULES)
    assert person(changed, "member", **PROJECT).get(THINGS).status_code == 200
    assert person(changed, "member", **PROJECT).post(THINGS).status_code == 403


def configured(tmp_path, text, content):
    """The configuration with a policy file of this content; None for a file that is not there."""
    policies = tmp_path / "policy.yaml"
    if content is not None:
        policies.write_text(content)
    file = tmp_path / "with-policies.conf"
    file.write_text(f"{text}[oslo_policy]\npolicy_file = {policies}\n")
    return config.load(files=[file])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, r"policy_file: .*policy\.yaml does not exist"),
        ('"thing:lsit": "!"\n', "there is no rule thing:lsit"),
        ('"plan:craete": "!"\n', "there is no rule plan:craete"),
    ],
)
def test_a_policy_file_without_effect_is_refused(tmp_path, text, content, reason):
    with pytest.raises(config.ConfigError, match=reason):
        policy.enforcer(configured(tmp_path, text, content), sample.RULES)


def test_a_policy_file_may_have_rules_of_other_services_and_for_its_own_use(tmp_path, text):
    content = '"thing:list": "rule:team or rule:admin"\n"team": "role:team"\n"plan:create": "!"\n'
    enforcer = policy.enforcer(configured(tmp_path, text, content), sample.RULES)
    assert "thing:list" in enforcer.file_rules


def test_without_a_policy_file_the_defaults_hold(conf):
    assert policy.enforcer(conf, sample.RULES).file_rules == {}


def test_every_view_is_public_or_under_a_rule(app):
    public = set()
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if policy.is_public(view):
            public.add(rule.rule)
            assert rule.methods <= {"GET", "HEAD", "OPTIONS"}
        else:
            assert policy.rule_of(view), rule
    assert public == {"/healthcheck", "/openapi.json"}


@pytest.mark.parametrize("name", [None, "thing:unheard_of"])
def test_a_view_without_a_rule_is_found_at_start(runtime, name):
    blueprint = APIBlueprint("careless", __name__)

    def view():
        return {}

    blueprint.get("/careless")(policy.require(name)(view) if name else view)
    with pytest.raises(RuntimeError, match=r"careless\.view has no policy rule"):
        base_app.create_app(runtime, [blueprint])
