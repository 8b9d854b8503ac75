"""Sentences with a machine form: ``Message("nodes-missing", "{count} are missing.", count=2)``.

Services answer with code and parameters; the English sentence is for clients without a table of
their own, code to sentence.
"""

_SHOWN = 5  # of a longer list, in a sentence


class Message:
    """A sentence.

    Parameters are JSON: numbers, names, ids, states, lists of these. A parameter may also be a
    message itself, or a list of messages: the reasons for something.

    :ivar code: short, stable, one for each meaning, such as ``nodes-missing``
    :ivar text: the English template, with named placeholders
    :ivar params: the parameters by name
    """

    def __init__(self, code, text, /, **params):
        self.code = code
        self.text = text
        self.params = params

    @property
    def detail(self):
        """The English sentence. Of long lists of names the first ones are shown."""
        return self.text.format(**{name: _in_words(value) for name, value in self.params.items()})

    def fact(self):
        """``{"code", "params"}``, all JSON; a message in a parameter is such a dict again."""
        return {
            "code": self.code,
            "params": {name: _in_json(value) for name, value in self.params.items()},
        }

    def as_json(self):
        """``{"code", "params", "detail"}``: what is a message on the wire."""
        return {**self.fact(), "detail": self.detail}

    def __str__(self):
        return self.detail

    def __repr__(self):
        return f"Message({self.code!r}, {self.detail!r})"

    def __eq__(self, other):
        return isinstance(other, Message) and self.fact() == other.fact()

    def __hash__(self):
        return hash((self.code, self.detail))


class Stored(Message):
    """A message that was stored: its sentence, code and parameters, without the template."""

    def __init__(self, sentence, code, params):
        super().__init__(code, sentence.replace("{", "{{").replace("}", "}}"))
        self.params = params


def text(message):
    """The English sentence of a :class:`Message`; a plain string is one already."""
    return message.detail if isinstance(message, Message) else str(message)


def fact(message):
    """``{"code", "params"}`` of a :class:`Message`; None for a plain string, which has none."""
    return message.fact() if isinstance(message, Message) else None


def of(error):
    """What an exception says, as a :class:`Message` or a sentence; never empty."""
    message = getattr(error, "message", None) or next(iter(error.args), None)
    if isinstance(message, Message):
        return message
    return getattr(error, "detail", None) or str(error) or type(error).__name__


def listing(names):
    """``a, b and c``; of more than six the rest is counted: ``a, b, c, d, e and 4 more``."""
    names = [str(name) for name in names]
    if len(names) > _SHOWN + 1:
        names = [*names[:_SHOWN], f"{len(names) - _SHOWN} more"]
    *most, last = names or [""]
    return f"{', '.join(most)} and {last}" if most else last


def _in_words(value):
    if not isinstance(value, list | tuple):
        return value
    if any(isinstance(item, Message) for item in value):
        return " ".join(map(str, value))
    return listing(value)


def _in_json(value):
    if isinstance(value, Message):
        return value.fact()
    if isinstance(value, list | tuple):
        return [_in_json(item) for item in value]
    return value
