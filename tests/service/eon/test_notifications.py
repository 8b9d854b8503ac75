"""What is sent to others, through oslo.messaging's transport within a process."""

import threading

import oslo_messaging
import pytest

from helion_services.eon import notifications
from helion_services.eon.models import Cluster, Notification

_URL = "fake://"


class Listener:
    """Keeps what arrives."""

    def __init__(self):
        self.came = []
        self.news = threading.Event()

    def info(self, _context, publisher, event, payload, _metadata):
        self.came.append((publisher, event, payload))
        self.news.set()


@pytest.fixture
def listener(unwatched_env):
    conf = unwatched_env.runtime.conf
    conf.set_override("notification_url", _URL, group="eon")
    conf.set_override("notification_topics", ["eon-test"], group="eon")
    heard = Listener()
    server = oslo_messaging.get_notification_listener(
        oslo_messaging.get_notification_transport(conf, url=_URL),
        [oslo_messaging.Target(topic="eon-test")],
        [heard],
        executor="threading",
    )
    server.start()
    yield heard
    server.stop()
    server.wait()


def test_a_message_has_the_shape_of_hpes(unwatched_env, listener):
    runtime = unwatched_env.runtime
    row = Cluster(
        id="c1", name="C", manager_id="m1", moid="domain-c1", datacenter="DC", state="activated"
    )
    with runtime.db.session() as session:
        notifications.note(session, notifications.ACTIVATED, row)
    notifications.Sender(runtime.conf, runtime.db).send()
    assert listener.news.wait(10)
    ((publisher, event, payload),) = listener.came
    assert (publisher, event) == ("eon", "eon.resource.activation.end")
    assert set(payload) == {"payload"}
    assert set(payload["payload"]) == {"resource_id", "resource_state", "resource_details"}
    assert payload["payload"]["resource_id"] == "c1"
    with runtime.db.reader() as session:
        assert session.query(Notification).count() == 0


def test_what_cannot_be_sent_stays(unwatched_env, monkeypatch):
    runtime = unwatched_env.runtime
    row = Cluster(id="c1", name="C", manager_id="m1", moid="d", datacenter="DC", state="imported")
    with runtime.db.session() as session:
        notifications.note(session, notifications.REMOVED, row)
    sender = notifications.Sender(runtime.conf, runtime.db)

    def fail(_row):
        raise ConnectionError("nobody there")

    monkeypatch.setattr(sender, "_emit", fail)
    with pytest.raises(ConnectionError):
        sender.send()
    with runtime.db.reader() as session:
        assert session.query(Notification).count() == 1
