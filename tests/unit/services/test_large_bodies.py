"""Bodies that are wrong everywhere: every endpoint of every service answers shortly."""

import json
import re

import pytest

from helion_services.base import app as base_app
from helion_services.base import config, database, error_bounds, error_format
from helion_services.base.runtime import Runtime
from helion_services.base.service import installed
from tests.service.service_env import SYSTEM_ADMIN, write_configuration
from tests.unit.services.base.conftest import Person

pytestmark = pytest.mark.slow

LARGEST = (4 << 20) - 100  # bytes of a body
SHORT = 200_000  # bytes of an answer

SOME = {f"k{number:0200}": 1 for number in range(2000)}
BODIES = {
    "a long key": json.dumps({"k" * (LARGEST - 100): 1}),
    "many keys": json.dumps(SOME),
    "many keys of an item": json.dumps({"nodes": [SOME], "new_nodes": [SOME]}),
}
FORMS = ("application/json", "*/*", "application/problem+json")
FILES = {
    "keys": [{f"k{number:040}": 1 for number in range(15_000)}],
    "rows": [{f"k{number:060}": 1} for number in range(1000)],
}


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    """The administrator of all services, and the requests that take a body."""
    folder = tmp_path_factory.mktemp("services")
    names = ",".join(installed())
    url = f"sqlite:///{folder}/services.db"
    conf = config.load(files=[write_configuration(folder, url, names)])
    database.upgrade(conf.database.connection)
    runtime = Runtime(conf)
    app = base_app.create_app(
        runtime,
        [service.blueprint(runtime) for service in runtime.services],
        [rule for service in runtime.services for rule in service.policies()],
        error_format.refusal(runtime.services),
    )
    requests = {
        (method, re.sub(r"<[^>]+>", "x", rule.rule))
        for rule in app.url_map.iter_rules()
        for method in rule.methods & {"POST", "PUT", "PATCH"}
    }
    yield Person(app, **SYSTEM_ADMIN), sorted(requests)
    runtime.close()


def send(person, method, path, body, accept):
    call = getattr(person, method.lower())
    return call(path, data=body, content_type="application/json", headers={"Accept": accept})


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("form", FORMS)
def test_every_endpoint_answers_with_the_first_errors(services, body, form):
    person, requests = services
    for method, path in requests:
        if form != FORMS[-1] and not path.startswith(("/v2", "/resource")):
            continue  # only one service has HPE's form
        answer = send(person, method, path, BODIES[body], form)
        assert len(answer.data) < SHORT, (method, path)


@pytest.mark.parametrize("form", FORMS)
def test_what_is_not_listed_is_counted(services, form):
    person, _requests = services
    body = json.dumps({f"k{number:060}": 1 for number in range(49_000)})
    answer = send(person, "POST", "/v2/networks/check", body, form)
    assert answer.status_code == (422 if form == FORMS[-1] else 400)
    assert sum(map(len, answer.json["errors"].values())) == error_bounds.MOST + 1
    (fact,) = answer.json["error_facts"][error_bounds.WHOLE]
    assert fact["code"] == "more-errors"
    assert fact["params"]["count"] > 48_000
    assert str(fact["params"]["count"]) in answer.text


@pytest.mark.parametrize("file", FILES)
def test_a_file_with_errors_everywhere(services, file):
    person, _requests = services
    body = json.dumps({"text": json.dumps(FILES[file]), "format": "json"})
    answer = send(person, "POST", "/nodes/v1/imports", body, "application/json")
    assert answer.status_code == 200
    assert answer.json["errors"]
    assert len(answer.json["errors"]) <= 1001
    assert len(answer.data) < 3 * SHORT
