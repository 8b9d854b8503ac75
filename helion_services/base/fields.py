"""Fields of schemas that the services share."""

from apiflask import Schema
from apiflask.fields import DateTime, Dict, List, String
from apiflask.validators import Length

from helion_services.base.times import iso


class Filter(String):
    """Text of a query; of ``longest`` characters, so that any web server accepts the URL."""

    def __init__(self, longest=255, **kwargs):
        super().__init__(validate=Length(max=longest), **kwargs)


class BoundedList(List):
    """A list of ``least`` to ``most`` items; the items of a longer one are not looked at."""

    def __init__(self, item, least, most, **kwargs):
        self._bounds = Length(least, most)
        super().__init__(item, validate=self._bounds, **kwargs)

    def _deserialize(self, value, attr, data, **kwargs):
        if isinstance(value, list):
            self._bounds(value)
        return super()._deserialize(value, attr, data, **kwargs)


class Fact(Schema):
    """The machine form of the sentence beside it."""

    code = String(metadata={"description": "short and stable, for programs"})
    params = Dict(metadata={"description": "parameters of the code, by name"})


class Moment(DateTime):
    """An aware datetime, as :func:`~helion_services.base.times.iso` writes it."""

    def _serialize(self, value, attr, obj, **kwargs):
        return iso(value)
