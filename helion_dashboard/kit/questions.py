"""Questions to services, asked side by side: one that fails has a reason instead of a value."""

import dataclasses
import functools

from django.utils.translation import gettext as _

from helion_dashboard.api import errors, scopes
from helion_dashboard.api.concurrently import gather


@dataclasses.dataclass(frozen=True)
class Question:
    """A question to a service.

    :ivar layer: that is not known without an answer; none where the rest of it is known anyway
    :ivar field: what the answer is
    :ivar ask: ``ask(request)`` -> the answer; may raise service errors
    """

    layer: str | None
    field: str
    ask: object


def answers(request, questions):
    """``(question, (value, reason))`` each; the reason is empty where there is a value."""
    # Before the threads, which only read the session.
    scopes.remember_system_roles(request)
    results = gather(*(functools.partial(answer, request, question) for question in questions))
    return list(zip(questions, results, strict=True))


def answer(request, question):
    """The value and the reason, of which one is empty; raises nothing that a service does."""
    try:
        return question.ask(request), ""
    except errors.ServiceError as exc:
        if getattr(exc, "names_a_rule", False):
            return None, _("Your roles do not allow you to see this. Ask a cloud administrator.")
        return None, exc.reason or str(exc)
    except (KeyError, TypeError, ValueError):
        return None, _("The answer cannot be read.")
