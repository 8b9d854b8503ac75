"""Messages about clusters, for others to hear: written with the change, sent by who watches.

They are HPE's: three events with a ``payload``. They hold no passwords, because a cluster as the
interface shows it holds none. Without a transport in the configuration they go to the log alone.
"""

import json
import logging
import threading
import uuid

import sqlalchemy as sa

from helion_services.base.config import ConfigError
from helion_services.base.times import now
from helion_services.eon.models import Notification

LOG = logging.getLogger(__name__)

ACTIVATED = "eon.resource.activation.end"
DEACTIVATED = "eon.resource.deactivation.end"
REMOVED = "eon.resource.removed"

PUBLISHER = "eon"
_MANY = 100  # messages in one turn


def note(session, event, cluster):
    """Say that ``event`` happened to ``cluster``, when ``session`` commits."""
    session.add(
        Notification(
            id=str(uuid.uuid4()),
            event=event,
            payload={
                "resource_id": cluster.id,
                "resource_state": "removed" if event == REMOVED else cluster.state,
                "resource_details": _details(cluster),
            },
            created_at=now(),
        )
    )


class Sender:
    """Sends what was noted, in turn; safe in several processes, where each takes what it finds.

    A message may be sent twice, if the process dies in between.
    """

    def __init__(self, conf, db):
        self._db = db
        self._lock = threading.Lock()
        self._notifier = _notifier(conf) if conf.eon.notification_url else None

    def send(self):
        """Send what there is; what cannot be sent stays."""
        with self._lock:
            with self._db.reader() as session:
                query = sa.select(Notification).order_by(Notification.created_at).limit(_MANY)
                rows = session.scalars(query).all()
            for row in rows:
                self._emit(row)
                with self._db.session() as session:
                    session.execute(sa.delete(Notification).where(Notification.id == row.id))

    def _emit(self, row):
        LOG.info("notification: %s %s", row.event, json.dumps(row.payload))
        if self._notifier:
            self._notifier.info({}, row.event, {"payload": row.payload})


def _notifier(conf):
    try:
        import oslo_messaging
    except ImportError:
        raise ConfigError("[eon] notification_url needs oslo.messaging: install it.") from None
    transport = oslo_messaging.get_notification_transport(conf, url=conf.eon.notification_url)
    return oslo_messaging.Notifier(
        transport,
        publisher_id=PUBLISHER,
        driver="messagingv2",
        topics=list(conf.eon.notification_topics),
        retry=1,
    )


def _details(cluster):
    return {
        "id": cluster.id,
        "name": cluster.name,
        "type": "esxcluster",
        "state": cluster.state,
        "resource_mgr_id": cluster.manager_id,
        "cluster_moid": cluster.moid,
        "datacenter": cluster.datacenter,
    }
