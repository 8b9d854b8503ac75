"""What comes of a rule."""

import dataclasses

from django.utils.translation import gettext_lazy as _

FAIL, WARN, UNKNOWN, PASS = "fail", "warn", "unknown", "pass"
WORDS = {
    FAIL: _("Failed"),
    WARN: _("Warning"),
    UNKNOWN: _("Not checked"),
    PASS: _("Passed"),
}
"""Results with their words, from the worst on."""


@dataclasses.dataclass(frozen=True)
class Finding:
    """One thing that a rule found.

    :ivar result: a key of :data:`WORDS`
    :ivar reason: a sentence
    """

    result: str
    reason: str


@dataclasses.dataclass(frozen=True)
class Outcome:
    """A rule with all that it found.

    :ivar text: the rule itself
    """

    id: str
    title: str
    text: str
    findings: tuple

    @property
    def result(self):
        """The worst of its findings."""
        order = list(WORDS)
        return min((finding.result for finding in self.findings), key=order.index, default=PASS)


def failed(reason):
    """A finding that must be put right."""
    return Finding(FAIL, reason)


def warned(reason):
    """A finding that may be meant so."""
    return Finding(WARN, reason)


def passed(reason):
    """What is as it should be, and why that is known."""
    return Finding(PASS, reason)


def unknown(reason):
    """What nobody can tell now, or a rule that has nothing to check."""
    return Finding(UNKNOWN, reason)


def passed_with(summary, nothing):
    """What was checked and is as it should be; without any, why nothing was checked."""
    return passed(summary) if summary else unknown(nothing)
