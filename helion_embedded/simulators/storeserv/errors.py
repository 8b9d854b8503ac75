"""Errors in WSAPI's form, by the names that HPE gives them.

Source of the statuses and names: the docstrings of ``python-3parclient``. Of the numbers: HPE's own
mock (``python-3parclient`` 4.2.12) and what Cinder's driver compares with. Neither states those of
``IN_USE``, ``NO_SPACE`` and ``MEMBER_NOT_IN_SAME_DOMAIN``.
"""

_ERRORS = {
    "INV_USER_PASS": (403, 5, "invalid username or password"),
    "INV_SESSION_KEY": (403, 6, "invalid session key"),
    "PERM_DENIED": (403, 4, "permission denied"),
    "INV_INPUT": (400, 12, "invalid input"),
    "EXISTENT_CPG": (409, 14, "CPG already exists"),
    "NON_EXISTENT_CPG": (404, 15, "CPG does not exist"),
    "EXISTENT_HOST": (409, 16, "host already exists"),
    "NON_EXISTENT_HOST": (404, 17, "host does not exist"),
    "NON_EXISTENT_VLUN": (404, 19, "VLUN does not exist"),
    "EXISTENT_VOL": (409, 22, "volume already exists"),
    "NON_EXISTENT_VOL": (404, 23, "volume does not exist"),
    "EXPORTED_VLUN": (409, 26, "has exported VLUN"),
    "TOO_LARGE": (400, 28, "size is above the limit"),
    "NO_SPACE": (400, 30, "not enough space is available"),
    "HAS_CHILD": (409, 32, "the volume has a child volume"),
    "IN_USE": (403, 33, "CPG is in use"),
    "VV_IN_SET": (409, 34, "volume is a member of a set"),
    "NON_EXISTENT_DOMAIN": (404, 38, "domain does not exist"),
    "INV_INPUT_WRONG_TYPE": (400, 39, "invalid input: wrong type"),
    "INV_INPUT_MISSING_REQUIRED": (400, 40, "invalid input: required field is missing"),
    "INV_INPUT_EXCEEDS_RANGE": (400, 43, "invalid input: out of range"),
    "INV_INPUT_PARAM_CONFLICT": (400, 44, "invalid input: parameters exclude each other"),
    "INV_INPUT_BAD_ENUM_VALUE": (400, 46, "invalid input: bad enum value"),
    "INV_INPUT_PORT_SPECIFICATION": (400, 55, "specified port is invalid"),
    "INV_INPUT_EXCEEDS_LENGTH": (400, 57, "invalid input: string length exceeds limit"),
    "MEMBER_NOT_IN_SAME_DOMAIN": (400, 61, "objects must be in the same domain"),
    "INV_INPUT_ILLEGAL_CHAR": (400, 69, "invalid input: illegal character"),
    "EXISTENT_PATH": (409, 73, "path is already claimed by another host"),
    "UNAVAILABLE": (503, 75, "service unavailable"),
    "INV_INPUT_ONE_REQUIRED": (400, 78, "invalid input: one of the parameters is required"),
    "NON_EXISTENT_PATH": (404, 80, "path does not exist"),
    "EXISTENT_SET": (409, 101, "set already exists"),
    "NON_EXISTENT_SET": (404, 102, "set does not exist"),
    "MEMBER_IN_SET": (409, 103, "the object is already part of the set"),
    "MEMBER_NOT_IN_SET": (404, 104, "the object is not part of the set"),
    "NON_EXISTENT_TASK": (404, 145, "task does not exist"),
    "INV_OPERATION_UNSUPPORTED_VV_TYPE": (403, 150, "cannot grow this type of volume"),
    "INV_INPUT_VV_GROW_SIZE": (400, 152, "invalid grow size"),
    "VV_NEW_SIZE_EXCEEDS_CPG_LIMIT": (403, 153, "new volume size exceeds CPG limit"),
    "NON_EXISTENT_OBJECT_KEY": (404, 180, "key does not exist"),
    "EXISTENT_OBJECT_KEY": (409, 181, "key already exists"),
}


class WsapiError(Exception):
    """An error, by HPE's ``name`` of it.

    :param detail: what it is about, appended to the description
    :ivar status: of HTTP
    :ivar body: ``{"code", "desc"}``
    """

    def __init__(self, name, detail=None):
        self.status, code, desc = _ERRORS[name]
        self.body = {"code": code, "desc": f"{desc}: {detail}" if detail else desc}
        super().__init__(f"{name}: {self.body['desc']}")
