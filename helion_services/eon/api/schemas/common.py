"""What several of these have in common."""

from apiflask import Schema
from apiflask.fields import Boolean, Dict, Integer, List, Nested, String
from apiflask.validators import Range
from marshmallow import EXCLUDE, pre_load


class Lenient(Schema):
    """A body that may be missing or null, and hold more than is known."""

    class Meta:
        unknown = EXCLUDE

    @pre_load
    def nothing(self, data, **_):
        return {} if data is None else data


class ClusterError(Schema):
    code = String(allow_none=True)
    params = Dict(allow_none=True)
    message = String(allow_none=True)
    step = String(allow_none=True)


class Datum(Schema):
    id = String()
    name = String()
    value = String()


class Port(Integer):
    """A port, as a number or as text."""

    def __init__(self, **options):
        super().__init__(validate=Range(1, 65535), **options)


class Result(Schema):
    id = String()
    name = String(allow_none=True)
    ok = Boolean()
    code = String(allow_none=True)
    params = Dict(allow_none=True)
    reason = String(allow_none=True)


class Results(Schema):
    results = List(Nested(Result))
