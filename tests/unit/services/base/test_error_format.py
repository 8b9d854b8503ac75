"""A service with a wire of its own answers what cannot be done on its own paths."""

from werkzeug.wrappers import Response

from helion_services.base import error_format, problems
from helion_services.base.auth import Gate
from helion_services.base.messages import Message
from helion_services.base.service import Service


class OwnFormat(Service):
    def __init__(self, root):
        self.root = root

    def owns(self, path):
        return path.startswith(self.root)

    def refuse(self, problem, environ):
        return Response(f"{self.root}: {problem.detail}", problem.status)


PLAIN = Service()
PROBLEM = problems.NotFound(Message("thing-not-found", "Nothing is there."))


def test_the_service_whose_path_it_is_answers():
    refuse = error_format.refusal([PLAIN, OwnFormat("/v2"), OwnFormat("/v3")])
    assert refuse(PROBLEM, {"PATH_INFO": "/v3/x"}).data == b"/v3: Nothing is there."


def test_all_others_answer_with_problem_details():
    answer = error_format.refusal([PLAIN, OwnFormat("/v2")])(PROBLEM, {"PATH_INFO": "/nodes/v1"})
    assert answer.content_type == problems.CONTENT_TYPE
    assert answer.json["detail"] == "Nothing is there."


def test_so_are_those_without_a_token(app, conf):
    gate = Gate(app, conf, error_format.refusal([OwnFormat("/sample/v1/things")]))
    responses = {}

    def start(status, headers):
        responses[status] = dict(headers)

    for path, own in (("/sample/v1/things", True), ("/sample/v1/me", False)):
        environ = {"PATH_INFO": path, "REQUEST_METHOD": "GET", "SERVER_NAME": "x"}
        environ |= {"SERVER_PORT": "80", "wsgi.url_scheme": "http"}
        body = b"".join(gate(environ, start))
        assert body.startswith(b"/sample/v1/things: A valid token is required") is own
    assert list(responses) == ["401 UNAUTHORIZED"]
