"""A management group: its clusters, volumes and servers."""

import itertools
import threading

GIB = 1024**3


class LhosError(Exception):
    """An error as LeftHand OS answers it."""

    def __init__(self, status, code, message):
        super().__init__(message)
        self.status = status
        self.body = {"code": code, "message": message}


class Rows:
    """The rows of one noun by their ids; safe to use from several threads.

    :param noun: as it stands in codes of errors, such as ``VOLUME``
    """

    def __init__(self, noun, ids):
        self._noun, self._ids = noun, ids
        self._rows, self._lock = {}, threading.RLock()

    def all(self):
        """All of them."""
        with self._lock:
            return list(self._rows.values())

    def get(self, ident):
        """The row with this id; raises :class:`LhosError`."""
        with self._lock:
            return self._only(self._rows.get(ident), ident)

    def by_name(self, name):
        """The row with this name, capitals included; raises :class:`LhosError`."""
        match = next((row for row in self.all() if row["name"] == name), None)
        return self._only(match, name)

    def create(self, body):
        """Add a row; raises :class:`LhosError` without a name, or with one that is taken."""
        if not body.get("name"):
            raise LhosError(400, "INVALID_USER_INPUT", "No name was provided.")
        with self._lock:
            if any(row["name"] == body["name"] for row in self._rows.values()):
                raise LhosError(500, "SERVER_ERROR", f"{body['name']} already exists.")
            row = {**body, "id": next(self._ids)}
            self._rows[row["id"]] = row
            return row

    def delete(self, ident):
        """Remove a row; raises :class:`LhosError`."""
        with self._lock:
            del self._rows[self.get(ident)["id"]]

    def _only(self, row, key):
        if row is None:
            raise LhosError(404, f"NON_EXISTENT_{self._noun}", f"{key} does not exist.")
        return row


class Group:
    """A management group.

    :ivar faults: ``{"login": "refused", "down": True, "hang": seconds}``, each if it is there; or
        a :class:`~helion_embedded.simulators.faults.FileFaults` of the same
    :ivar sessions: the tokens of those who are logged in; may be cleared
    """

    def __init__(self, faults=None):
        self.faults, self.sessions = {} if faults is None else faults, set()
        ids = itertools.count(21)
        self.clusters = Rows("CLUSTER", ids)
        self.volumes = Rows("VOLUME", ids)
        self.servers = Rows("SERVER", ids)

    def add_cluster(self, name, *, modules=3, address="10.40.0.10", total=3000 * GIB):
        """A cluster of so many storage systems with ``total`` bytes, at a virtual IP address."""
        prefix = address.rpartition(".")[0]
        self.clusters.create(
            {
                "name": name,
                "type": "cluster",
                "description": "",
                "moduleCount": modules,
                "spaceTotal": total,
                "storageModuleIPAddresses": [f"{prefix}.{11 + n}" for n in range(modules)],
                "virtualIPAddresses": [{"ipV4Address": address, "ipV4NetMask": "255.255.255.0"}],
                "virtualIPEnabled": True,
            }
        )

    def cluster(self, row):
        """The body of a cluster: with what volumes leave of it."""
        used = sum(volume["size"] for volume in self.volumes.all() if self._is_on(volume, row))
        return {
            **row,
            "spaceAvailable": row["spaceTotal"] - used,
            "uri": f"/lhos/clusters/{row['id']}",
        }

    def create_volume(self, body):
        """``POST /volumes``; raises :class:`LhosError`."""
        cluster = self.cluster(self.clusters.get(body.get("clusterId")))
        size = body.get("size")
        if not isinstance(size, int) or not 0 < size <= cluster["spaceAvailable"]:
            raise LhosError(500, "SERVER_ERROR", "The size is not possible.")
        more = {"clusterName": cluster["name"], "type": "volume"}
        return self.volumes.create({**body, **more})

    def create_server(self, body):
        """``POST /servers``; raises :class:`LhosError`."""
        if not body.get("iscsiIQN"):
            raise LhosError(500, "SERVER_ERROR", "No iSCSI name was provided.")
        return self.servers.create({**body, "type": "server"})

    @staticmethod
    def _is_on(volume, cluster):
        return volume["clusterId"] == cluster["id"]
