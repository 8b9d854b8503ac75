"""What can be done to things, as data: one declaration for menus, dialogs, policy and calls.

A panel declares the :class:`Actions` on things of its kind. The browser gets them as data and
builds a menu from them when it is opened: a disabled action gives its reason. The selected action
is sent to :func:`endpoint`, for one thing or for several, and each gets its own result. The service
has the last word: its answer is shown.
"""

import concurrent.futures
import dataclasses
import functools
import time
from collections.abc import Callable

from django.http import JsonResponse
from django.urls import reverse
from django.utils import translation
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from helion_dashboard import policy
from helion_dashboard.api import errors
from helion_dashboard.kit import forms, json_text, operation_log

#: Stands for a thing's id among the arguments of :func:`page`.
ID = "__id__"

_WORKERS = 8
_MOST = 1000
# Seconds that a request should take: the browser sends what is left again.
_PATIENCE = 1


class BadInput(Exception):
    """A value of the dialog is missing or wrong: ``field`` and a sentence."""

    def __init__(self, field, reason):
        super().__init__(reason)
        self.field = field
        self.reason = reason


@dataclasses.dataclass(frozen=True)
class Condition:
    """Something that must be true of a thing before an action is possible on it.

    The browser reads ``field`` of the thing's menu item (see :meth:`.List.item`).

    :ivar test: ``set``, ``unset``, ``in`` or ``not in``
    :ivar reason: why not, if it is not true; ``%(name)s`` stands for a field of the item, and
        ``%(state)s`` for the state as the page words it
    :ivar values: for ``in`` and ``not in``
    :ivar unless: the condition does not matter where this field of the item is set
    """

    field: str
    test: str
    reason: str
    values: tuple = ()
    unless: str = ""

    def as_json(self):
        """Plain data for the browser."""
        return dict(dataclasses.asdict(self), reason=str(self.reason), values=list(self.values))


def states(*names, unless=""):
    """The thing is in one of these states, or ``unless``, a field of its item, is set."""
    return Condition(
        "state", "in", gettext_lazy("Not possible in the state “%(state)s”."), names, unless
    )


@dataclasses.dataclass(frozen=True)
class Input:
    """A field of an action's dialog; ``kind`` is ``text``, ``password`` or ``json``."""

    name: str
    label: str
    kind: str = "text"
    required: bool = True
    default: str = ""

    def read(self, values):
        """The value to send, ``None`` for an empty one; raises :class:`BadInput`."""
        text = str(values.get(self.name) or "").strip()
        if not text:
            if self.required:
                raise BadInput(self.name, _("This field is required."))
            return None
        if self.kind != "json":
            return text
        try:
            return json_text.parse(text)
        except ValueError as exc:
            raise BadInput(self.name, _("This is not valid JSON: %s") % exc) from exc

    def as_json(self):
        """Plain data for the browser."""
        return dict(dataclasses.asdict(self), label=str(self.label))


@dataclasses.dataclass(frozen=True)
class Action:
    """One thing to do.

    :ivar name: unique among the :class:`Actions`
    :ivar label: a verb, for the menu; followed by ``…`` if a dialog or a page needs more input
    :ivar rule: of our policy, such as ``node:delete``
    :ivar text: what will happen, for the dialog
    :ivar run: ``run(request, id, **inputs)`` for each thing; raises
        :class:`~helion_dashboard.api.errors.ServiceError`
    :ivar bulk: ``bulk(request, ids, **inputs)`` for all together instead; returns :func:`result`
        each
    :ivar link: the address of the page where it is done instead (:func:`page`). ``{id}`` in it
        stands for the thing's id; without it, the ids are put into the query as ``parameter``
    :ivar needs: :class:`Condition` each, the most important reason first
    :ivar inputs: :class:`Input` each
    :ivar immediate: harmless: done without a dialog if it is chosen for one thing
    :ivar destroys: data are lost: the thing's name must be typed
    :ivar stops: the field of the thing's item that is set where something runs on it which the
        action stops: the dialog then shows what (:attr:`Actions.impact`), and a name must be typed
    :ivar most: how many things one request may name
    :ivar together: all things go into one request, even if they are many; ``bulk`` implies it
    """

    name: str
    label: str
    rule: str
    text: str = ""
    run: Callable | None = None
    bulk: Callable | None = None
    link: str = ""
    parameter: str = "id"
    needs: tuple = ()
    inputs: tuple = ()
    immediate: bool = False
    destroys: bool = False
    stops: str = ""
    most: int | None = None
    together: bool = False

    def as_json(self, allowed, link=""):
        """Plain data for the browser.

        :param allowed: ``allowed(rule)`` tells whether the user has a policy rule
        :param link: address of the action's page, instead of its own
        """
        return {
            "name": self.name,
            "label": str(self.label),
            "text": str(self.text),
            "rule": policy.full_name(self.rule),
            "allowed": allowed(self.rule),
            "needs": [need.as_json() for need in self.needs],
            "inputs": [field.as_json() for field in self.inputs],
            "immediate": self.immediate,
            "destroys": self.destroys,
            "stops": self.stops,
            "most": self.most,
            "together": self.together or self.bulk is not None,
            "link": str(link or self.link),
            "parameter": self.parameter,
        }


def page(view, *args):
    """The address of ``view`` for :attr:`Action.link`; :data:`ID` may be among its arguments."""
    return lazy(lambda: reverse(view, args=args).replace(ID, "{id}"), str)()


@dataclasses.dataclass(frozen=True)
class Group:
    """Actions below one heading of a menu."""

    title: str
    actions: tuple


@dataclasses.dataclass(frozen=True)
class Actions:
    """All actions on things of one kind.

    :ivar groups: :class:`Group` each, in the order of the menu
    :ivar states: the table of the things' states, by name, for reasons
    :ivar next: names of the actions that a page suggests by buttons, by state; ``*`` for others
    :ivar waiting: states in which the thing waits for the first of these; ``None``: in all
    :ivar leaves: names of the actions after which the thing is gone
    :ivar impact: the address that answers ``?id=...&id=...`` with what runs on the things:
        ``{"carried": {id: text}, "confirm": {id: name}, "warnings": [sentence]}``
    :ivar several: what several things are called, with ``%(n)d``
    :ivar type_count: the request to type the number of things, ``%(count)s``
    """

    groups: tuple
    states: dict = dataclasses.field(default_factory=dict)
    next: dict = dataclasses.field(default_factory=dict)
    waiting: tuple | None = None
    leaves: tuple = ("delete",)
    impact: str = ""
    several: str = gettext_lazy("%(n)d items")
    type_count: str = gettext_lazy("Type the number of items, %(count)s, to confirm")

    @property
    def by_name(self):
        """All actions, by their names."""
        return {action.name: action for group in self.groups for action in group.actions}

    def as_json(self, request, links=None):
        """Plain data for the browser.

        :param links: addresses of pages, by the names of their actions
        """
        links = links or {}

        def allowed(rule):
            return policy.allowed(request, rule)

        return {
            "groups": [
                {
                    "title": str(group.title),
                    "actions": [a.as_json(allowed, links.get(a.name, "")) for a in group.actions],
                }
                for group in self.groups
            ],
            "states": {name: str(state.label) for name, state in self.states.items()},
            "next": self.next,
            "waiting": self.waiting,
            "leaves": self.leaves,
            "impact": str(self.impact),
            "texts": {"several": str(self.several), "typeCount": str(self.type_count)},
        }


@sensitive_post_parameters()
@require_POST
def endpoint(request, actions, *, check=None, prepare=None, perform=None, done=None):
    """Do ``{"action", "ids": [id], "inputs": {}}`` -> ``{"results": [{id, ok, reason}], "later"}``.

    ``later`` are the ids for which there was no time: nothing was done to them yet.
    400 for what makes no sense, 403 if the policy does not allow it, 422 with ``errors`` by field.

    :param actions: :class:`Actions`
    :param check: ``check(id)`` -> a sentence if it cannot be an id, or nothing
    :param prepare: ``prepare()`` gets what threads share, such as the session's token
    :param perform: ``perform(action, ids, inputs)`` -> results, instead of the action's own
    :param done: ``done()`` is called after something was done
    """
    try:
        action, ids, values = read(request, actions)
        for reason in filter(None, map(check or (lambda _id: ""), ids)):
            raise ValueError(reason)
    except ValueError as exc:
        return JsonResponse({"error": str(exc)}, status=400)
    if not policy.allowed(request, action.rule):
        return JsonResponse({"error": forms.not_allowed_reason(action.rule)}, status=403)
    try:
        inputs = {field.name: field.read(values) for field in action.inputs}
    except BadInput as exc:
        return JsonResponse({"errors": {exc.field: [exc.reason]}}, status=422)
    inputs = {name: value for name, value in inputs.items() if value is not None}
    try:
        if prepare:
            prepare()
        run = perform or functools.partial(apply, request)
        results = run(action, ids, inputs)
    except errors.ServiceError as exc:
        return JsonResponse({"error": exc.reason}, status=forms.status_of(exc))
    tried = {row["id"]: row["ok"] for row in results}
    good = [ident for ident, ok in tried.items() if ok]
    operation_log.note(request, action.name, good or tried, done=bool(good))
    if done:
        done()
    later = [ident for ident in ids if ident not in tried]
    return JsonResponse({"results": results, "later": later})


def read(request, actions):
    """``(action, ids, values)`` of a request to :func:`endpoint`, each id once.

    Raises :class:`ValueError` with a sentence for what makes no sense.
    """
    try:
        body = json_text.body(request)
        name, ids = body["action"], body["ids"]
        values = body.get("inputs") or {}
    except (ValueError, KeyError, TypeError, AttributeError) as exc:
        raise ValueError(_("The request is not valid.")) from exc
    action = actions.by_name.get(name) if isinstance(name, str) else None
    if action is None:
        raise ValueError(_("Unknown action."))
    if action.link or not (action.run or action.bulk):
        raise ValueError(_("This action has a page of its own."))
    if not isinstance(values, dict) or not isinstance(ids, list):
        raise ValueError(_("The request is not valid."))
    if not ids:
        raise ValueError(_("Nothing is selected."))
    if len(ids) > (action.most or _MOST):
        raise ValueError(_("Select at most %d.") % (action.most or _MOST))
    if not all(isinstance(ident, str) for ident in ids):
        raise ValueError(_("The request is not valid."))
    return action, list(dict.fromkeys(ids)), values


def apply(request, action, ids, inputs):
    """Do ``action`` to ``ids``: a :func:`result` each; raises what ``action.bulk`` raises.

    Without ``bulk`` only to those for which there is time, and at least to one.
    """
    if action.bulk:
        return action.bulk(request, ids, **inputs)
    return each(ids, lambda ident: action.run(request, ident, **inputs), within=_PATIENCE)


def each(ids, run, *, within=None):
    """``run(id)`` for all, several at a time: a :func:`result` each, in their order.

    What they need of the session must be there: a thread only reads it.

    :param within: seconds in which they should be done: nothing more is begun that would end later,
        if it takes as long as the slowest so far. The rest has no result. The first is always done.
        Without a limit, all are
    """
    language = translation.get_language()
    end = None if within is None else time.monotonic() + within
    durations = [0]

    def attempt(ident):
        start = time.monotonic()
        if end is not None and start + max(durations) >= end and ident != ids[0]:
            return None
        with translation.override(language):  # a thread of its own begins with the default one
            try:
                run(ident)
            except errors.ServiceError as exc:
                return result(ident, exc.reason)
            finally:
                durations.append(time.monotonic() - start)
            return result(ident)

    with concurrent.futures.ThreadPoolExecutor(_WORKERS) as pool:
        return [row for row in pool.map(attempt, ids) if row is not None]


def result(ident, reason=""):
    """``{id, ok, reason}``: how it went with one thing; well without a ``reason``."""
    return {"id": ident, "ok": not reason, "reason": reason}
