"""Reads JSON that people wrote, and collects everything in it that has the wrong shape.

What is larger than any cluster needs is a fault and is left out: the rules have little to do.
"""

from helion_services.base.messages import Message
from helion_services.eon.network import limits
from helion_services.eon.network.rule import Fault

_NO_OBJECT = Message("network-not-a-mapping", "This must be an object.")


class Reader:
    """Takes values out of a document.

    :ivar faults: what was wrong so far
    """

    def __init__(self):
        self.faults = []

    def whole(self, document):
        """The document itself, a dict."""
        return self._of_type(
            document,
            dict,
            "",
            Message("network-not-an-object", "The network properties must be a JSON object."),
        )

    def rows(self, parent, key, path, most):
        """The objects in a list that must not be empty: pairs of a dict and its path.

        :param most: the length of the longest list that is read
        """
        where = _below(path, key)
        value = parent.get(key)
        if value in (None, []):
            self._fault(where, Message("network-list-empty", "At least one entry is required."))
            return []
        value = self._of_type(
            value, list, where, Message("network-not-a-list", "This must be a list.")
        )
        if self._exceeds(where, value, most):
            return []
        rows = [(row, f"{where}.{number}") for number, row in enumerate(value)]
        return [(self._of_type(row, dict, place, _NO_OBJECT), place) for row, place in rows]

    def part(self, parent, key, path):
        """An object that may be missing: then it is empty."""
        value = parent.get(key)
        if value is None:
            return {}
        return self._of_type(value, dict, _below(path, key), _NO_OBJECT)

    def text(self, parent, key, path, required=False, longest=limits.TEXT):
        """A text of at most ``longest`` characters without blanks around it; a number will do."""
        value = parent.get(key)
        where = _below(path, key)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if value is not None and not isinstance(value, str):
            self._fault(where, Message("network-not-a-string", "This must be a string."))
            return ""
        value = (value or "").strip()
        if len(value) > longest:
            self._fault(where, limits.too_long(longest))
            return ""
        if required and not value:
            self._fault(where, Message("network-required", "This value is required."))
        return value

    def choice(self, parent, key, path, choices, default):
        """One of some texts; the default if it is missing."""
        value = self.text(parent, key, path) or default
        if value not in choices:
            self._fault(_below(path, key), _not_a_choice(value, choices))
            return default
        return value

    def number(self, parent, key, path, default):
        """A positive whole number, as text; the default if it is missing."""
        value = self.text(parent, key, path) or default
        if not value.isascii() or not value.isdigit() or int(value) < 1:
            message = Message(
                "network-not-a-number", "“{value}” is not a positive whole number.", value=value
            )
            self._fault(_below(path, key), message)
            return default
        if int(value) > limits.NUMBER:
            self._fault(_below(path, key), limits.too_large())
            return default
        return value

    def words(self, parent, key, path, choices=None):
        """Texts with commas between them, each one of the choices if there are such."""
        text = self.text(parent, key, path, longest=limits.WORDS_TEXT)
        words = [word for word in map(str.strip, text.split(",")) if word]
        if self._exceeds(_below(path, key), words, limits.WORDS):
            return ()
        for word in words:
            if choices and word not in choices:
                self._fault(_below(path, key), _not_a_choice(word, choices))
        return tuple(words)

    def _of_type(self, value, kind, path, message):
        if isinstance(value, kind):
            return value
        self._fault(path, message)
        return kind()

    def _exceeds(self, path, items, most):
        if len(items) > most:
            self._fault(path, limits.too_many(len(items), most))
            return True
        return False

    def _fault(self, path, message):
        self.faults.append(Fault(path, message))


def _below(path, key):
    return f"{path}.{key}" if path else key


def _not_a_choice(value, choices):
    return Message(
        "network-not-a-choice",
        "“{value}” is not supported. Choose from: {choices}.",
        value=value,
        choices=list(choices),
    )
