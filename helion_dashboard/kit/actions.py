"""Doing something to several things at once: what the browser sends, and one answer for each."""

import concurrent.futures
import json

from django.utils import translation
from django.utils.translation import gettext as _

from helion_dashboard.api import errors

_AT_ONCE = 8
_MOST = 1000


def read(request, actions):
    """``{"action", "nodes": [id], "inputs": {}}`` as ``(action, ids, inputs)``, each id once.

    :param actions: what can be done, by name

    Raises :class:`ValueError` with a sentence for what makes no sense.
    """
    try:
        body = json.loads(request.body)
        name, idents = body["action"], body["nodes"]
        inputs = body.get("inputs") or {}
    except (ValueError, KeyError, TypeError, AttributeError) as exc:
        raise ValueError(_("This request makes no sense.")) from exc
    action = actions.get(name) if isinstance(name, str) else None
    if action is None:
        raise ValueError(_("There is no such action."))
    if not isinstance(inputs, dict) or not isinstance(idents, list):
        raise ValueError(_("This request makes no sense."))
    if not idents:
        raise ValueError(_("Nothing is selected."))
    if len(idents) > _MOST:
        raise ValueError(_("At most %d at once.") % _MOST)
    if not all(isinstance(ident, str) for ident in idents):
        raise ValueError(_("This request makes no sense."))
    return action, list(dict.fromkeys(idents)), inputs


def each(idents, do):
    """``do(ident)`` for all, some at a time: ``[{node, ok, reason}]``."""
    language = translation.get_language()

    def one(ident):
        with translation.override(language):  # a thread of its own begins with the default one
            try:
                do(ident)
            except errors.ServiceError as exc:
                return result(ident, exc.reason)
            return result(ident)

    with concurrent.futures.ThreadPoolExecutor(_AT_ONCE) as pool:
        return list(pool.map(one, idents))


def result(ident, reason=""):
    """How it went with one thing: well without a ``reason``."""
    return {"node": ident, "ok": not reason, "reason": reason}
