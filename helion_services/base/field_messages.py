"""Codes for what marshmallow says of a field, so that its sentences can be translated.

marshmallow formats its templates with ``str.format`` and passes the result on. A :class:`Coded` is
such a template: the result still has the code, and the values as parameters. marshmallow reads the
templates when a field or a validator is made, so they are set before any schema is
(:mod:`helion_services.base`).
"""

from marshmallow import Schema, fields, validate

from helion_services.base.messages import Message


class Coded(str):
    """The English sentence of a :class:`Message`, or its template before the values are known."""

    message: Message

    def __new__(cls, message, text=None):
        coded = super().__new__(cls, message.detail if text is None else text)
        coded.message = message
        return coded

    def __getnewargs__(self):
        return (self.message, str(self))

    def format(self, **values):
        """The sentence with these values; itself as long as not all of them are there."""
        names = self.message.params
        if not names.keys() <= values.keys():
            return self
        params = {name: values[name] for name in names}
        return Coded(Message(self.message.code, self.message.text, **params))


def _template(message):
    return Coded(message, message.text)


def install():
    """Give marshmallow's own fields and validators their coded sentences."""
    for kind, templates in _FIELDS.items():
        kind.default_error_messages = {
            name: _template(message) for name, message in templates.items()
        }
    Schema.error_messages = {name: _template(message) for name, message in _SCHEMA.items()}
    for kind, templates in _VALIDATORS.items():
        for name, message in templates.items():
            setattr(kind, name, _template(message))


_SCHEMA = {
    "type": Message("field-not-an-object", "Must be an object."),
    "unknown": Message("field-unknown", "Unknown field."),
}
_FIELDS = {
    fields.Field: {
        "required": Message("field-required", "This field is required."),
        "null": Message("field-null", "Must not be null."),
        "validator_failed": Message("field-invalid", "Invalid value."),
    },
    fields.String: {
        "invalid": Message("field-not-text", "Not a valid string."),
        "invalid_utf8": Message("field-not-utf-8", "Not valid UTF-8 text."),
    },
    fields.Number: {
        "invalid": Message("field-not-a-number", "Not a valid number."),
        "too_large": Message("field-number-too-large", "This number is too large."),
    },
    fields.Integer: {"invalid": Message("field-not-an-integer", "Not a valid integer.")},
    fields.Boolean: {"invalid": Message("field-not-a-boolean", "Not a valid boolean.")},
    fields.List: {"invalid": Message("field-not-a-list", "Not a valid list.")},
    fields.Mapping: {"invalid": Message("field-not-a-map", "Must be an object.")},
    fields.Nested: {"type": Message("field-not-an-object", "Must be an object.")},
}
_VALIDATORS = {
    validate.Length: {
        "message_min": Message("field-too-short", "Needs a length of at least {min}.", min=None),
        "message_max": Message("field-too-long", "May have a length of at most {max}.", max=None),
        "message_all": Message(
            "field-length", "Needs a length between {min} and {max}.", min=None, max=None
        ),
    },
    validate.Range: {
        "message_min": Message("field-too-small", "Must be at least {min}.", min=None),
        "message_max": Message("field-too-large", "Must be at most {max}.", max=None),
        "message_all": Message(
            "field-not-between", "Must be between {min} and {max}.", min=None, max=None
        ),
    },
    validate.OneOf: {
        "default_message": Message("field-not-offered", "Must be one of: {choices}.", choices=None)
    },
    validate.Regexp: {
        "default_message": Message("field-pattern", "Contains characters that are not allowed.")
    },
}
