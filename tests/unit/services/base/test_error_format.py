"""A service with a wire of its own answers what cannot be done on its own paths."""

import types

from werkzeug.wrappers import Response

from helion_services.base import error_format, problems
from helion_services.base.auth import Gate


def service(root):
    return types.SimpleNamespace(
        owns=lambda path: path.startswith(root),
        refuse=lambda problem, environ: Response(f"{root}: {problem.detail}", problem.status),
    )


PLAIN = types.SimpleNamespace(GROUP="nodes")
PROBLEM = problems.NotFound("Nothing is there.")


def test_the_service_whose_path_it_is_answers():
    refuse = error_format.refusal([PLAIN, service("/v2"), service("/v3")])
    assert refuse(PROBLEM, {"PATH_INFO": "/v3/x"}).data == b"/v3: Nothing is there."


def test_all_others_answer_with_problem_details():
    answer = error_format.refusal([PLAIN, service("/v2")])(PROBLEM, {"PATH_INFO": "/nodes/v1"})
    assert answer.content_type == problems.CONTENT_TYPE
    assert answer.json["detail"] == "Nothing is there."


def test_so_are_those_without_a_token(app, conf):
    gate = Gate(app, conf, error_format.refusal([service("/sample/v1/things")]))
    said = {}

    def start(status, headers):
        said[status] = dict(headers)

    for path, own in (("/sample/v1/things", True), ("/sample/v1/me", False)):
        environ = {"PATH_INFO": path, "REQUEST_METHOD": "GET", "SERVER_NAME": "x"}
        environ |= {"SERVER_PORT": "80", "wsgi.url_scheme": "http"}
        body = b"".join(gate(environ, start))
        assert body.startswith(b"/sample/v1/things: A valid token is needed") is own
    assert list(said) == ["401 UNAUTHORIZED"]
