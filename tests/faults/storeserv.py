"""An array over the wire, as the embedded undercloud has them."""

from helion_embedded.simulators.storeserv import api
from helion_embedded.simulators.storeserv.array import Array


class StoreServ:
    """An array with its CPGs.

    :ivar secret_id: of its passwords
    :ivar cpg_id, section: of the CPG that is applied
    """

    USERNAME, CPG = "3paradm", "FC_r5"
    _PASSWORD = "Planted-array-Passw0rd"

    def __init__(self, secrets):
        array = Array("s401", "CZ3212ZQVE")
        passwords = {"password": self._PASSWORD, "san_password": self._PASSWORD}
        self.secret_id = secrets.put(passwords)
        self.cpg_id = array.cpgs.get(self.CPG)["uuid"]
        self.section = f"CPG_{self.cpg_id}"
        self._client = api.application(array, self.USERNAME, self._PASSWORD).test_client()
        self._key = ""

    @property
    def sections(self):
        """What Cinder is configured with."""
        return {self.section: {"volume_driver": "HPE3PARFCDriver", "hpe3par_cpg": self.CPG}}

    def __call__(self, verb, path, query, body):
        headers = {"X-HP3PAR-WSAPI-SessionKey": self._key}
        options = {"query_string": query, "json": body, "headers": headers}
        answer = self._client.open(path, method=verb, **options)
        content = answer.get_json(silent=True)
        if answer.status_code == 201:
            self._key = content["key"]
        return answer.status_code, content
