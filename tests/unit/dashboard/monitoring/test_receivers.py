"""Who gets messages: the list and its forms, with answers held to the OpenAPI document."""

import pytest

from helion_dashboard.admin.monitoring import lists, receivers
from helion_dashboard.api import errors
from helion_dashboard.api.monitoring import client, records
from tests.contract import answers
from tests.unit.dashboard.monitoring import samples
from tests.unit.dashboard.panel_pages import (  # noqa: F401
    act,
    doubles,
    everything_allowed,
    post,
    shown,
)

_WEBHOOK = {"name": "chat", "url": "https://chat.example.com/hook?key=k", "alarm": "on"}
_MAIL = {
    "name": "night",
    "recipients": "ops@example.com\n\n night@example.com \nops@example.com",
    "sender": "undercloud@example.com",
    "host": "mail.example.com",
    "port": "587",
    "security": "starttls",
    "username": "helion",
    "password": " s3cret",
    "operation": "on",
    "backup": "on",
}


def answered(path, body, method="GET", status=200):
    answers.assert_answer(method, f"/monitoring/v1{path}", status, body)
    return body


@pytest.fixture(autouse=True)
def service(monkeypatch, everything_allowed):  # noqa: F811
    """The functions of the client answer the samples; a mock with their calls."""
    answers.load()
    listed = {"receivers": [samples.WEBHOOK, samples.MAIL], "next_marker": None}
    webhook, mail = map(records.receiver, answered("/receivers", listed)["receivers"])
    return doubles(
        monkeypatch,
        client,
        {
            "receivers": [webhook, mail],
            "receiver": mail,
            "register_receiver": webhook,
            "update_receiver": mail,
        },
    )


@pytest.fixture
def webhook(service):
    """The page of a receiver is that of a webhook."""
    service.receiver.return_value = records.receiver(samples.WEBHOOK)


def sent(call, schema):
    """The body that the service is sent by a call of the client; its document allows it."""
    body = call.call_args.kwargs
    answers.assert_schema(schema, body)
    return body


class TestList:
    def test_who_gets_messages_and_how_the_last_went(self, make_request, service):
        text = shown(make_request, receivers.Receivers)
        assert "chat.example.com answers HTTP 500." in text
        assert "&lt;b&gt;chat" in text
        assert "ops@example.com, night@example.com" in text
        assert "A backup failed" in text
        assert "Disabled" in text

    def test_a_test_says_why_it_does_not_arrive(self, act, monkeypatch):  # noqa: F811
        def refuse(_wire, _request, path, **_more):
            if path == "/receivers/r1/test":
                raise errors.Conflict("s", "chat.example.com answers HTTP 500.", 409)

        monkeypatch.setattr(client.Wire, "post", refuse)
        results = act(receivers.Receivers, "test", "r1", "r2")
        assert [row["ok"] for row in results] == [False, True]
        assert results[0]["reason"] == "chat.example.com answers HTTP 500."

    def test_the_tab_is_for_those_who_may(self, make_request, monkeypatch):
        views = [label for label, _url, _now in lists.sections(make_request("/"), "index")]
        assert "Messages" in views
        monkeypatch.setattr("helion_dashboard.policy.allowed", lambda request, rule: False)
        views = [label for label, _url, _now in lists.sections(make_request("/"), "index")]
        assert "Messages" not in views


class TestRegister:
    def test_a_webhook(self, post, service):  # noqa: F811
        status, answer = post(receivers.AddWebhook, {**_WEBHOOK, "token": "t", "key": "k"})
        assert (status, answer["url"]) == (200, "/admin/uc_monitoring/messages/")
        body = sent(service.register_receiver, "ReceiverCreate")
        assert service.register_receiver.call_args.args[1] == "k"
        assert (body["kind"], body["events"], body["ca_pem"]) == ("webhook", ["alarm"], None)
        assert (body["url"], body["token"]) == (_WEBHOOK["url"], "t")

    def test_mail(self, post, service):  # noqa: F811
        status, _answer = post(receivers.AddMail, _MAIL)
        assert status == 200
        body = sent(service.register_receiver, "ReceiverCreate")
        assert body["recipients"] == ["ops@example.com", "night@example.com"]
        assert (body["kind"], body["password"]) == ("mail", " s3cret")
        assert body["events"] == ["operation", "backup"]

    def test_without_a_login(self, post, service):  # noqa: F811
        post(receivers.AddMail, _MAIL | {"username": "", "password": ""})
        body = sent(service.register_receiver, "ReceiverCreate")
        assert body["username"] is None
        assert "password" not in body

    @pytest.mark.parametrize(
        ("page", "data", "field"),
        [
            (receivers.AddWebhook, _WEBHOOK | {"url": ""}, "url"),
            (receivers.AddWebhook, _WEBHOOK | {"name": ""}, "name"),
            (receivers.AddWebhook, _WEBHOOK | {"alarm": ""}, "operation"),
            (receivers.AddMail, _MAIL | {"recipients": " \n "}, "recipients"),
            (receivers.AddMail, _MAIL | {"port": "0"}, "port"),
            (receivers.AddMail, _MAIL | {"security": "rot13"}, "security"),
        ],
    )
    def test_what_is_wrong_is_at_its_field(self, post, service, page, data, field):  # noqa: F811
        status, answer = post(page, data)
        assert (status, list(answer["errors"])) == (422, [field])
        assert not service.register_receiver.called

    def test_what_the_service_refuses_is_at_its_field(self, post, service):  # noqa: F811
        reason = errors.Invalid("s", "It is only sent over TLS.", 422)
        reason.fields = {"token": ["It is only sent over TLS."]}
        service.register_receiver.side_effect = reason
        status, answer = post(receivers.AddWebhook, _WEBHOOK)
        assert (status, answer["errors"]) == (422, {"token": ["It is only sent over TLS."]})


class TestEdit:
    def test_secrets_are_not_shown(self, make_request, webhook):
        text = receivers.Edit(make_request("/"), receiver="r1").answer().content.decode()
        assert "Leave empty to keep it." in text
        assert "https://" not in text.partition("<form")[2].partition("</form")[0]

    def test_what_it_has_is_there(self, make_request):
        text = receivers.Edit(make_request("/"), receiver="r2").answer().content.decode()
        assert "ops@example.com\nnight@example.com" in text
        assert 'value="mail.example.com"' in text

    def test_an_empty_secret_is_kept(self, post, service, webhook):  # noqa: F811
        post(
            receivers.Edit, {"name": "chat", "url": "", "token": "", "update": "on"}, receiver="r1"
        )
        body = sent(service.update_receiver, "ReceiverUpdate")
        assert body == {"name": "chat", "events": ["update"], "ca_pem": None}

    def test_a_token_is_removed(self, post, service, webhook):  # noqa: F811
        data = {"name": "chat", "update": "on", "remove_token": "on"}
        post(receivers.Edit, data, receiver="r1")
        assert sent(service.update_receiver, "ReceiverUpdate")["token"] is None
        status, answer = post(receivers.Edit, data | {"token": "new"}, receiver="r1")
        assert (status, list(answer["errors"])) == (422, ["remove_token"])

    def test_a_login_is_removed(self, post, service):  # noqa: F811
        post(receivers.Edit, _MAIL | {"username": "", "password": ""}, receiver="r2")
        body = sent(service.update_receiver, "ReceiverUpdate")
        assert body["username"] is None
        assert "password" not in body

    def test_what_is_new_has_nothing_to_remove(self, make_request):
        page = receivers.AddWebhook(make_request("/")).answer().content.decode()
        assert "remove_token" not in page

    def test_a_changed_server_needs_its_password_again(self, post, service):  # noqa: F811
        reason = errors.Invalid("s", "again", 422)
        reason.fields = {"password": ["Enter the password again."]}
        service.update_receiver.side_effect = reason
        data = _MAIL | {"host": "other.example.com", "password": ""}
        status, answer = post(receivers.Edit, data, receiver="r2")
        assert "password" not in sent(service.update_receiver, "ReceiverUpdate")
        assert (status, list(answer["errors"])) == (422, ["password"])
