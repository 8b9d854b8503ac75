"""Fields of schemas that the services share."""

from apiflask.fields import DateTime

from helion_services.base.times import iso


class Moment(DateTime):
    """An aware datetime, as :func:`~helion_services.base.times.iso` writes it."""

    def _serialize(self, value, attr, obj, **kwargs):
        return iso(value)
