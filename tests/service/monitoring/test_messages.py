"""Messages to a real mail server and a webhook: one a problem, tried again, and its end."""

import email
import email.policy
import multiprocessing
import os
import signal
import socket

import pytest
import sqlalchemy as sa

from helion_services.base import config
from helion_services.base.runtime import Runtime
from helion_services.base.secrets import Secret
from helion_services.base.times import now
from helion_services.monitoring.messages import outbox, problems_now
from helion_services.monitoring.messages.models import Notice, Receiver
from tests import databases
from tests.icinga import free_port
from tests.service.monitoring import mailbox
from tests.service.service_env import ServiceEnv, write_configuration

ROOT = "/monitoring/v1/receivers"
_OPTIONS = "[monitoring]\nallowed_networks = 127.0.0.0/8\ntimeout = 2\n"

pytestmark = pytest.mark.faults


@pytest.fixture
def file(tmp_path):
    return write_configuration(tmp_path, databases.filled(tmp_path), "monitoring", _OPTIONS)


@pytest.fixture
def env(tmp_path, file):
    env = ServiceEnv(tmp_path)
    yield env
    env.close()


@pytest.fixture
def hook():
    with mailbox.webhook() as box:
        yield box


@pytest.fixture
def mail(tmp_path):
    (tmp_path / "mail").mkdir()
    with mailbox.smtp(tmp_path / "mail", free_port()) as box:
        yield box


def problem(key="alarm:a", **values):
    values = {"event": "alarm", "title": "node-1 is down", "text": "No answer.", **values}
    return problems_now.Problem(key=key, since=values.pop("since", now()), **values)


def look(*listed, prefix="alarm:"):
    by_key = {each.key: each for each in listed}
    return problems_now.Look(prefix, by_key, lambda key: key not in by_key)


def turn(runtime, *looks):
    """A round: what is noted and sent."""
    outbox.note(runtime, looks)
    outbox.deliver(runtime)


def overdue(runtime):
    """The next attempts are due now."""
    with runtime.db.session() as session:
        session.execute(sa.update(Notice).values(due_at=now()))


def create(env, status=201, **values):
    answer = env.admin.post(ROOT, json={"name": "ops", **values})
    assert answer.status_code == status, answer.json
    return answer.json


def webhook(env, box, **values):
    return create(env, kind="webhook", url=box.url, **values)


def mailing(env, box, **values):
    values = {
        "host": mailbox.HOST,
        "port": box.port,
        "security": "starttls",
        "username": "helion",
        "password": "s3cret",
        "sender": "undercloud@example.com",
        "recipients": ["ops@example.com", "night@example.com"],
        "ca_pem": box.ca,
        **values,
    }
    return create(env, kind="mail", **values)


def states(box):
    return [(body["title"], body["state"]) for body, _headers in box.arrived]


class TestOneMessageAProblem:
    def test_its_beginning_and_its_end_once_each(self, env, hook):
        webhook(env, hook)
        for looks in ([look(problem())], [look(problem())], [look()], [look()]):
            turn(env.runtime, *looks)
        assert states(hook) == [("node-1 is down", "begun"), ("node-1 is down", "over")]
        bodies = [body for body, _headers in hook.arrived]
        assert bodies[1]["text"].startswith("Over: node-1 is down")
        assert len({body["id"] for body in bodies}) == 2
        turn(env.runtime, look(problem()))
        assert len(hook.arrived) == 3  # it began anew

    def test_by_mail(self, env, mail):
        mailing(env, mail)
        turn(env.runtime, look(problem(title="Operation\nfailed: <ä>")))
        (envelope,) = mail.arrived
        parsed = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert parsed["Subject"] == "Operation failed: <ä>"
        assert envelope.rcpt_tos == ["ops@example.com", "night@example.com"]
        assert "No answer." in parsed.get_content()

    @pytest.mark.parametrize(
        ("key", "page"),
        [
            ("operation:o1", "uc_operations/o1/"),
            ("repository:r1", "uc_backup/repositories/r1/"),
            ("update:e1", "uc_updates/e1/"),
            ("alarm:node-1", "uc_monitoring/hosts/bm9kZS0x/"),
            ("alarm:node-1!disk /", "uc_monitoring/services/bm9kZS0xIWRpc2sgLw/"),
        ],
    )
    def test_it_leads_to_the_page_about_it(self, env, hook, mail, key, page):
        env.runtime.conf.set_override("dashboard_url", "https://uc.test/horizon/", "monitoring")
        webhook(env, hook, name="a")
        mailing(env, mail, name="b")
        turn(env.runtime, look(problem(key), prefix=key[:5]))
        address = f"https://uc.test/horizon/admin/{page}"
        (body, _headers), (envelope,) = hook.arrived[0], mail.arrived
        assert body["url"] == address
        assert body["text"].endswith(f"\n{address}")
        parsed = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert parsed.get_content().splitlines()[-1] == address

    def test_who_wants_something_else_does_not_hear_of_it(self, env, hook):
        webhook(env, hook, events=["backup"])
        turn(env.runtime, look(problem()))
        assert not hook.arrived

    def test_what_somebody_takes_care_of_has_no_message(self, env, hook):
        webhook(env, hook)
        turn(env.runtime, look(problem(quiet=True)))
        assert not hook.arrived
        turn(env.runtime, look(problem()))
        turn(env.runtime, look(problem(quiet=True)))
        assert states(hook) == [("node-1 is down", "begun")]

    def test_what_failed_before_it_was_registered_has_no_message(self, env, hook):
        former = now()
        webhook(env, hook)
        turn(env.runtime, look(problem(past=True, since=former)))
        assert not hook.arrived

    def test_a_source_that_does_not_answer_ends_nothing(self, env, hook):
        webhook(env, hook)
        turn(env.runtime, look(problem()))
        turn(env.runtime, look(prefix="operation:"))
        turn(env.runtime)
        assert len(hook.arrived) == 1


class TestFaults:
    def test_a_receiver_that_is_down_gets_it_later(self, env):
        with mailbox.webhook() as first:
            port = first.port
            receiver = webhook(env, first)
        turn(env.runtime, look(problem(), problem("alarm:b", title="node-2 is down")))
        shown = env.admin.get(f"{ROOT}/{receiver['id']}").json
        assert shown["state"] == "failed"
        assert shown["state_reason_fact"]["code"] == "no-answer"
        with mailbox.webhook(port) as box:
            turn(env.runtime, look(problem(), problem("alarm:b", title="node-2 is down")))
            assert states(box) == [("node-2 is down", "begun")]  # the other's time is not come
            overdue(env.runtime)
            outbox.deliver(env.runtime)
            assert len(box.arrived) == 2
        assert env.admin.get(f"{ROOT}/{receiver['id']}").json["state"] == "ready"

    def test_what_is_over_before_an_attempt_has_no_message(self, env, hook, monkeypatch):
        webhook(env, hook)
        outbox.note(env.runtime, [look(problem())])
        outbox.note(env.runtime, [look()])
        outbox.deliver(env.runtime)
        assert not hook.arrived

    @pytest.mark.parametrize("status", [302, 400, 500])
    def test_a_refused_message_does_not_hold_up_the_others(self, env, hook, status):
        webhook(env, hook)
        hook.refuse = status
        turn(env.runtime, look(problem(), problem("alarm:b")))
        with env.runtime.db.reader() as session:
            assert [row.attempts for row in session.scalars(sa.select(Notice))] == [1, 1]
            assert session.scalars(sa.select(Receiver)).one().state_fact["code"] == (
                "webhook-refused"
            )

    def test_it_is_given_up_after_many_attempts(self, env, hook, monkeypatch):
        monkeypatch.setattr(outbox, "ATTEMPTS", 3)
        webhook(env, hook)
        hook.refuse = 500
        for _ in range(outbox.ATTEMPTS + 2):
            turn(env.runtime, look(problem()))
            overdue(env.runtime)
        hook.refuse = None
        turn(env.runtime, look(problem()))
        turn(env.runtime, look())
        assert not hook.arrived

    def test_a_flood_is_bounded(self, env, hook, monkeypatch):
        monkeypatch.setattr(outbox, "MOST_WAITING", 30)
        webhook(env, hook)
        turn(env.runtime, look(*(problem(f"alarm:{number}") for number in range(100))))
        assert len(hook.arrived) == outbox._BATCH
        with env.runtime.db.reader() as session:
            assert session.scalar(sa.select(sa.func.count()).select_from(Notice)) == 30

    def test_two_processes_send_one_message(self, env, file, hook):
        webhook(env, hook)
        other = Runtime(config.load(files=[file]))
        outbox.note(env.runtime, [look(problem())])
        outbox.note(other, [look(problem())])
        with env.runtime.db.reader() as session:
            (row,) = session.scalars(sa.select(Notice))
        assert outbox._claim(env.runtime, row)
        assert not outbox._claim(other, row)
        other.close()

    def test_killed_between_sending_and_noting_it_is_sent_once_more(self, env, file, hook):
        webhook(env, hook)
        outbox.note(env.runtime, [look(problem())])
        process = multiprocessing.get_context("spawn").Process(target=_die, args=(str(file),))
        process.start()
        process.join(60)
        assert process.exitcode == -signal.SIGKILL
        assert len(hook.arrived) == 1
        overdue(env.runtime)
        for _ in range(3):
            turn(env.runtime, look(problem()))
        assert len(hook.arrived) == 2
        assert len({headers["Idempotency-Key"] for _body, headers in hook.arrived}) == 1

    def test_a_receiver_that_hangs_is_cut_off(self, env):
        with socket.create_server((mailbox.HOST, 0)) as silent:
            box = mailbox.Box(silent.getsockname()[1])
            receiver = webhook(env, box)
            answer = env.admin.post(f"{ROOT}/{receiver['id']}/test")
        assert (answer.status_code, answer.json["code"]) == (409, "no-answer")


def _die(file):
    """A process that sends what is due and is killed before it notes that."""
    runtime = Runtime(config.load(files=[file]))
    outbox._tick_off = lambda *_args: os.kill(os.getpid(), signal.SIGKILL)
    outbox.deliver(runtime)


class TestReceivers:
    def test_a_test_message_arrives(self, env, hook, mail):
        for receiver in (webhook(env, hook, name="a"), mailing(env, mail, name="b")):
            assert env.admin.post(f"{ROOT}/{receiver['id']}/test").status_code == 200
        assert states(hook) == [("Test message", "test")]
        assert len(mail.arrived) == 1

    def test_what_is_secret_is_shown_nowhere(self, env, mail, hook, caplog):
        webhook(env, hook, name="a")
        receiver = mailing(env, mail)
        texts = [str(env.admin.get(path).json) for path in (ROOT, f"{ROOT}/{receiver['id']}")]
        for secret in ("s3cret", "hidden"):
            assert secret not in "".join(texts) + caplog.text
        with env.runtime.db.reader() as session:
            payloads = "".join(row.payload for row in session.scalars(sa.select(Secret)))
        assert "s3cret" not in payloads

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"password": "wrong"}, "mail-refused"),
            ({"ca_pem": None}, "certificate-self-signed"),
            ({"security": "tls"}, "tls-failed"),
            ({"password": "ä"}, "mail-refused"),
        ],
    )
    def test_a_mail_server_that_refuses(self, env, mail, changes, code):
        receiver = mailing(env, mail, **changes)
        answer = env.admin.post(f"{ROOT}/{receiver['id']}/test")
        assert (answer.status_code, answer.json["code"]) == (409, code)

    @pytest.mark.parametrize(
        ("values", "field", "code"),
        [
            ({"kind": "webhook"}, "url", "webhook-url-invalid"),
            ({"kind": "webhook", "url": "file:///etc/passwd"}, "url", "webhook-url-invalid"),
            ({"kind": "webhook", "url": "http://a..b/"}, "url", "webhook-url-invalid"),
            ({"kind": "webhook", "url": "http://a\r\nX: y/"}, "url", "webhook-url-invalid"),
            ({"kind": "webhook", "url": "http://a/", "token": "t"}, "token", "secret-plain-text"),
            ({"kind": "webhook", "url": "https://a/", "token": "ä"}, "token", "token-invalid"),
            ({"kind": "mail"}, "host", "field-required"),
        ],
    )
    def test_what_is_wrong_is_at_its_field(self, env, values, field, code):
        body = create(env, status=422, **values)
        assert body["error_facts"][field][0]["code"] == code

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"recipients": ["nobody"]}, "recipients"),
            ({"sender": "a@b\r\nBcc: c@d"}, "sender"),
            ({"security": "none"}, "password"),
            ({"password": None}, "password"),
            ({"host": "a..b"}, "host"),
        ],
    )
    def test_mail_needs_addresses_and_tls(self, env, values, field):
        body = mailing(env, mailbox.Box(25), status=422, **values)
        assert list(body["error_facts"]) == [field]

    def test_a_changed_server_does_not_get_the_password(self, env, mail):
        receiver = mailing(env, mail)
        path = f"{ROOT}/{receiver['id']}"
        answer = env.admin.put(path, json={"port": 2525})
        assert answer.json["error_facts"]["password"][0]["code"] == "password-again"
        assert env.admin.put(path, json={"name": "night"}).json["name"] == "night"
        changed = env.admin.put(path, json={"port": 2525, "password": "new"})
        assert (changed.status_code, changed.json["port"]) == (200, 2525)

    def test_optional_secrets_are_removed(self, env, hook, mail):
        def stored(name):
            with env.runtime.db.reader() as session:
                row = session.scalars(sa.select(Receiver).where(Receiver.name == name)).one()
            return env.runtime.secrets.get(row.secret_id)

        def change(receiver, **values):
            answer = env.admin.put(f"{ROOT}/{receiver['id']}", json=values)
            assert answer.status_code == 200, answer.json

        chat = create(env, name="chat", kind="webhook", url="https://a/", token="t")
        change(chat, name="chat")
        assert stored("chat")["token"] == "t"
        change(chat, token=None, url="https://b/")
        assert stored("chat") == {"url": "https://b/", "token": None, "password": None}
        night = mailing(env, mail, name="night")
        change(night, username=None)
        assert stored("night")["password"] is None

    def test_it_goes_to_allowed_networks_only(self, env, hook):
        receiver = webhook(env, hook)
        env.runtime.conf.set_override("allowed_networks", [], "monitoring")
        answer = env.admin.post(f"{ROOT}/{receiver['id']}/test")
        assert answer.json["code"] == "address-forbidden"
        assert not hook.arrived

    def test_a_name_twice_and_who_may(self, env, hook):
        receiver = webhook(env, hook)
        assert create(env, status=422, kind="webhook", url=hook.url)
        for who in (env.reader, env.tenant):
            assert who.get(ROOT).status_code == 403
            assert who.post(f"{ROOT}/{receiver['id']}/test").status_code == 403

    def test_it_is_forgotten_with_what_waits(self, env, hook):
        receiver = webhook(env, hook)
        outbox.note(env.runtime, [look(problem())])
        assert env.admin.delete(f"{ROOT}/{receiver['id']}").status_code == 204
        with env.runtime.db.reader() as session:
            for model in (Receiver, Notice, Secret):
                assert not session.scalars(sa.select(model)).all()


def test_the_secrets_of_receivers_outlive_the_sweeper(env, hook):
    from helion_services.base.operations import sweeper

    webhook(env, hook)
    with env.runtime.db.session() as session:
        session.execute(sa.update(Secret).values(created_at=now().replace(year=2020)))
    sweeper.sweep(env.runtime)
    with env.runtime.db.reader() as session:
        row = session.scalars(sa.select(Receiver)).one()
    assert env.runtime.secrets.get(row.secret_id)["url"] == hook.url
