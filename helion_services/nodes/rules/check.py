"""The answer of a rule."""

import dataclasses

from helion_services.base.messages import Message

PASS = "pass"  # noqa: S105 - no password
WARN = "warn"
BLOCK = "block"


@dataclasses.dataclass(frozen=True)
class Check:
    """The answer of a rule.

    :ivar name: the rule's name, such as ``quorum.controllers``
    :ivar title: a :class:`Message`: the rule in words, for a list of checks
    :ivar result: ``pass``, ``warn`` or ``block``
    :ivar message: a :class:`Message`: why; for ``pass`` the facts
    """

    name: str
    title: Message
    result: str
    message: Message

    @property
    def reason(self):
        """The message as English text."""
        return self.message.detail

    def as_json(self):
        """A dict for the API. ``name`` and ``reason`` are what it had before codes."""
        return {
            "name": self.name,
            "title": self.title.detail,
            "title_fact": self.title.fact(),
            "result": self.result,
            "reason": self.message.detail,
            **self.message.as_json(),
        }


def passed(name, title, message):
    """A check that passes."""
    return Check(name, title, PASS, message)


def warned(name, title, message):
    """A check with a warning."""
    return Check(name, title, WARN, message)


def blocked(name, title, message):
    """A check that prevents the plan."""
    return Check(name, title, BLOCK, message)
