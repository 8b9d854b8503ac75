"""Reads JSON that people wrote, and remembers everything in it that is of the wrong shape."""

from helion_services.eon.network.fault import Fault


class Reader:
    """Takes values out of a document.

    :ivar faults: what was wrong so far
    """

    def __init__(self):
        self.faults = []

    def whole(self, document):
        """The document itself, a dict."""
        return self._of_type(document, dict, "", "The network properties must be a JSON object.")

    def rows(self, parent, key, path):
        """The objects in a list that must not be empty: pairs of a dict and its path."""
        where = _below(path, key)
        found = parent.get(key)
        if found in (None, []):
            self._fault(where, "At least one is needed.", "needed")
            return []
        found = self._of_type(found, list, where, "This must be a list.")
        rows = [(row, f"{where}[{number}]") for number, row in enumerate(found)]
        return [
            (self._of_type(row, dict, place, "This must be an object."), place)
            for row, place in rows
        ]

    def part(self, parent, key, path):
        """An object that may be missing: then it is empty."""
        found = parent.get(key)
        if found is None:
            return {}
        return self._of_type(found, dict, _below(path, key), "This must be an object.")

    def text(self, parent, key, path, required=False):
        """A text without blanks around it; a number will do."""
        found = parent.get(key)
        where = _below(path, key)
        if isinstance(found, int) and not isinstance(found, bool):
            found = str(found)
        if found is not None and not isinstance(found, str):
            self._fault(where, "This must be a text.", "text")
            return ""
        found = (found or "").strip()
        if required and not found:
            self._fault(where, "This is needed.", "needed")
        return found

    def choice(self, parent, key, path, choices, default):
        """One of some texts; the default if it is missing."""
        found = self.text(parent, key, path) or default
        if found not in choices:
            text = f"“{found}” is not possible here: {_either(choices)}."
            self._fault(_below(path, key), text, "choice")
            return default
        return found

    def number(self, parent, key, path, default):
        """A positive whole number, as text; the default if it is missing."""
        found = self.text(parent, key, path) or default
        if not found.isascii() or not found.isdigit() or int(found) < 1:
            text = f"“{found}” is no whole number above 0."
            self._fault(_below(path, key), text, "number")
            return default
        return found

    def words(self, parent, key, path, choices=None):
        """Texts with commas between them, each one of the choices if there are such."""
        found = [word.strip() for word in self.text(parent, key, path).split(",")]
        found = [word for word in found if word]
        for word in found:
            if choices and word not in choices:
                text = f"“{word}” is not possible here: {_either(choices)}."
                self._fault(_below(path, key), text, "choice")
        return tuple(found)

    def _of_type(self, found, wanted, path, text):
        if isinstance(found, wanted):
            return found
        self._fault(path, text, "shape")
        return wanted()

    def _fault(self, path, text, rule):
        self.faults.append(Fault(path, text, rule))


def _below(path, key):
    return f"{path}.{key}" if path else key


def _either(choices):
    *most, last = choices
    return f"{', '.join(most)} or {last}" if most else last
