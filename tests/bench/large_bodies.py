"""What the largest bodies cost that the services accept, against reading them as JSON."""

import json
import pathlib
import re
import tempfile
import time

from helion_services.base import app as base_app
from helion_services.base import config, database
from helion_services.base.runtime import Runtime
from tests.bench.result import Result
from tests.service.service_env import write_configuration
from tests.unit.services.base.conftest import Person

LIMIT = 60  # times reading 4 MiB of JSON: less than a second
_ADMIN = {"X_User_Id": "a1", "OpenStack_System_Scope": "all", "X_Roles": "admin"}
_MOST = (4 << 20) - 100  # bytes
_ROUNDS = 3


def run():
    """Yields the slowest answer of all endpoints that take a body, whatever is in it."""
    reference = min(_seconds(lambda: json.loads(_reference())) for _ in range(_ROUNDS))
    slowest, details = 0, {}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        runtime, person, paths = services(pathlib.Path(folder))
        try:
            for name, body in bodies():
                assert len(body) <= _MOST, name
                for method, path in paths:
                    took = min(_answer(person, method, path, body) for _ in range(_ROUNDS))
                    if took > slowest:
                        slowest, details = took, {"body": name, "request": f"{method} {path}"}
        finally:
            runtime.close()
    details |= {"reading in ms": round(1000 * reference), "answer in ms": round(1000 * slowest)}
    yield Result("services.large_bodies", slowest / reference, LIMIT, details=details)


def bodies():
    """Pairs of a name and the text of a body that is as large as it may be."""
    card = {"device": "x" * 70, "portGroup": "g" * 70}
    yield "cards", _network({"vm_config": [{"nics": [card] * 19_000}]})
    group = {"name": "g" * 100}
    yield "groups", _network({"portGroups": [group] * 19_000, "vm_config": [{}] * 19_000})
    yield "words", _network({"switches": [{"name": "s", "physical_nics": "a," * (_MOST // 3)}]})
    yield "keys", json.dumps({f"k{number:060}": 1 for number in range(49_000)})
    yield "nodes", json.dumps({"nodes": [{}] * 49_000, "new_nodes": [{}] * 49_000})
    yield "names", json.dumps({name: ["n" * 30] * 30_000 for name in ("ids", "clusters", "hosts")})
    yield "lists", "[" + "[]," * (_MOST // 3 - 1) + "1]"
    yield "yaml", json.dumps({"text": "- a: 1\n" * 140_000, "format": "yaml"})
    yield "csv", json.dumps({"text": "a,b,c\n" * 170_000})


def _network(properties):
    return json.dumps({"network_properties": properties})


def _reference():
    return json.dumps({f"k{number:060}": "v" for number in range(_MOST // 70)})


def services(folder):
    """The runtime of both services, their administrator, and all requests with a body."""
    file = write_configuration(folder, f"sqlite:///{folder}/services.db", "eon,nodes")
    conf = config.load(files=[file])
    database.upgrade(conf.database.connection)
    runtime = Runtime(conf)
    blueprints = [service.blueprint(runtime) for service in runtime.services]
    rules = [rule for service in runtime.services for rule in service.policies()]
    app = base_app.create_app(runtime, blueprints, rules)
    paths = {
        (method, re.sub(r"<\w+>", "x", rule.rule))
        for rule in app.url_map.iter_rules()
        for method in rule.methods & {"POST", "PUT"}
    }
    return runtime, Person(app, **_ADMIN), sorted(paths)


def _answer(person, method, path, body):
    call = getattr(person, method.lower())
    return _seconds(lambda: call(path, data=body, content_type="application/json"))


def _seconds(act):
    began = time.perf_counter()
    act()
    return time.perf_counter() - began
