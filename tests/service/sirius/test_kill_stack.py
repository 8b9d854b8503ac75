"""``kill -9`` of the conductor at every point of applying by a parameter of a stack.

Another one goes on: the stack has the back ends, or its former value, and no secret is left over.
"""

import pytest

from helion_services.base.operations import states
from helion_services.base.secrets import Secret
from helion_services.sirius.models import Applied
from tests.service.killing import whats
from tests.service.sirius.killable import Clouds, kill_everywhere
from tests.service.sirius.test_apply import OPERATION, backend, sections_of  # noqa: F401
from tests.service.sirius.test_apply_stack import file, folder  # noqa: F401 - fixtures

STEPS = {"arrays", "hand-over", "verify", "keep"}

pytestmark = pytest.mark.faults


@pytest.fixture
def clouds(env, folder):  # noqa: F811
    env.runtime.clouds = Clouds(folder)
    return env.runtime.clouds


@pytest.fixture
def everywhere(env, folder, clouds):  # noqa: F811
    """Applies, killing conductors at every point; returns the operation, and the points."""

    def everywhere():
        answer = env.admin.post("/sirius/v1/configuration/apply")
        assert answer.status_code == 202, answer.json
        path = OPERATION + answer.json["id"]

        def is_over():
            return env.reader.get(path).json["state"] not in states.ACTIVE

        (folder / "struck").write_text("")
        struck = kill_everywhere(folder, is_over)
        clouds.load()
        return env.reader.get(path).json, struck

    return everywhere


def kept(env):
    """The names of the values that are kept, and how many secrets there are."""
    with env.runtime.db.reader() as session:
        names = [row.name for row in session.query(Applied)]
        return names, session.query(Secret).count()


def test_the_stack_gets_the_back_ends(env, everywhere, backend, clouds, file):  # noqa: F811
    names, secrets = kept(env)
    operation, struck = everywhere()
    assert operation["state"] == "succeeded", operation["error"]
    assert whats(struck, "begun") == whats(struck, "recorded") == STEPS
    assert "PATCH /stacks/cloud/s1" in whats(struck, "request ahead") & whats(struck, "answered")
    assert whats(struck, "kept") == {"put before", "put last", "delete before"}
    assert all(f"[{name}]" in file.read_text() for name in sections_of(backend))
    assert set(clouds.heat.values) == {file.read_text()}
    assert (names, kept(env)) == ([], (["last"], secrets + 1))


def test_what_fails_is_as_it_was(env, everywhere, backend, clouds, file):  # noqa: F811
    operation, _struck = everywhere()
    before, others = file.read_text(), kept(env)
    clouds.cinder.broken.add(sections_of(backend)[0])
    clouds.save()
    body = {"members": [sections_of(backend)[0].removeprefix("CPG_")]}
    assert env.admin.put(f"/sirius/v1/backends/{backend['id']}", json=body).status_code == 200
    operation, struck = everywhere()
    assert (operation["state"], operation["error"]["code"]) == ("reverted", "timed-out")
    assert {"hand-over", "arrays"} <= whats(struck, "undo recorded")
    assert "verify" in whats(struck, "failed")
    assert file.read_text() == before
    assert kept(env) == others
