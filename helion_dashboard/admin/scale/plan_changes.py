"""What is different since a plan was made, in the words of the page."""

import itertools
import re

from django.utils.translation import gettext as _

from helion_dashboard.api.operations import states as operation_states

# The service numbers checks and sentences: with one more or less, all after it differ by name.
_CHECK = re.compile(r"check (?P<title>.*) \(\d+\)")
_SENTENCE = re.compile(r"change \d+")


def rows(changes):
    """``{what, before, after}`` each, of the service's own; texts, or ``None`` for nothing.

    What only got another number is left out.
    """
    sides = {}
    for change in changes:
        what, word = _named(str(change.get("what") or ""))
        befores, afters = sides.setdefault(what, ([], []))
        for side, name in ((befores, "before"), (afters, "after")):
            if change.get(name) is not None:
                side.append(word(change[name]))
    return [
        {"what": what, "before": before, "after": after}
        for what, (befores, afters) in sides.items()
        for before, after in itertools.zip_longest(*_uncommon(befores, afters))
    ]


def _named(what):
    """What the page calls it, and what makes words of its values."""
    check = _CHECK.fullmatch(what)
    if check:
        return check["title"], lambda result: operation_states.check_result(result).label
    if _SENTENCE.fullmatch(what):
        return _("What will change"), str
    return what, str


def _uncommon(befores, afters):
    left = list(afters)
    gone = []
    for one in befores:
        if one in left:
            left.remove(one)
        else:
            gone.append(one)
    return gone, left
