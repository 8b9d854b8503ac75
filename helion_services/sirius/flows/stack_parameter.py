"""The parameter of the overcloud's stack that holds the configuration of the back ends.

It is hidden, so Heat shows its value to nobody, not even to this service: what was applied last is
kept here, encrypted. While an operation replaces it, the value before is kept, too, so that it can
be put back whenever the conductor dies.
"""

from urllib.parse import quote

from helion_services.base import reasons
from helion_services.base.messages import Message
from helion_services.sirius.models import Applied

_LAST, _BEFORE = "last", "before"
_FAILED = "_FAILED"
_BUSY = "_IN_PROGRESS"


class StackProblem(Exception):
    """The stack cannot take the configuration; the first argument is a message."""


class StackParameter:
    """The parameter that the configuration of the service names.

    :param work: the operation that replaces it, a :class:`~helion_services.base.operations.Work`
    """

    def __init__(self, work):
        options = work.runtime.conf.sirius
        self._work, self._timeout = work, options.apply_timeout
        self._stack, self._name = options.stack, options.stack_parameter
        self._heat = work.clouds.adapter("undercloud", "orchestration")
        self._values = _Values(work.runtime, f"{self._stack}/{self._name}")

    def former(self):
        """The text before the operation; empty if the parameter has its default.

        Raises :class:`StackProblem` for a value that was not applied here.
        """
        if self._values.has(_BEFORE):
            return self._values.get(_BEFORE) or ""
        if not self._values.has(_LAST) and self._is_set():
            raise StackProblem(
                Message(
                    "stack-parameter-foreign",
                    "The parameter {parameter} of the stack “{stack}” has a value that was not"
                    " applied here, so it could not be put back. Clear it first.",
                    **self._names(),
                )
            )
        return self._values.get(_LAST) or ""

    def replace(self, text):
        """Let the stack have ``text``; what was before is kept until the operation ends."""
        self._check_template()
        if not self._values.has(_BEFORE):
            self._values.put(_BEFORE, self._values.get(_LAST))
        self._values.put(_LAST, text)
        self._update(text)

    def keep(self):
        """The new value stays."""
        self._values.delete(_BEFORE)

    def put_back(self):
        """Restore the value before, if it was replaced."""
        if not self._values.has(_BEFORE):
            return
        value = self._values.get(_BEFORE)
        self._update(value)
        if value is None:
            self._values.delete(_LAST)
        else:
            self._values.put(_LAST, value)
        self._values.delete(_BEFORE)

    def _update(self, value):
        """Set the parameter, None for its default, and wait for the stack."""
        path = self._path(self._settled())
        body = {"existing": True, "parameters": {}}
        if value is None:
            body["clear_parameters"] = [self._name]
        else:
            body["parameters"][self._name] = value
        self._heat.patch(path, json=body, log=False)  # it has passwords
        stack = self._settled()
        if stack["stack_status"].endswith(_FAILED):
            raise StackProblem(
                Message(
                    "stack-parameter-failed",
                    "The stack “{stack}” is {status}: {reason}",
                    stack=self._stack,
                    status=stack["stack_status"],
                    reason=reasons.sentence(stack.get("stack_status_reason") or ""),
                )
            )

    def _settled(self):
        """The stack, when Heat is at nothing."""
        what = Message("stack-to-be-ready", "the stack “{stack}”", stack=self._stack)
        return self._work.until(self._ready, what, self._timeout)

    def _ready(self):
        stack = self._get()
        return None if stack["stack_status"].endswith(_BUSY) else stack

    def _get(self):
        path = f"/stacks/{quote(self._stack, safe='')}"
        return self._heat.get(path, params={"resolve_outputs": "False"}).json()["stack"]

    def _path(self, stack):
        return f"/stacks/{quote(stack['stack_name'], safe='')}/{stack['id']}"

    def _is_set(self):
        environment = self._heat.get(f"{self._path(self._get())}/environment").json()
        places = ("parameters", "parameter_defaults")
        return any(self._name in (environment.get(place) or {}) for place in places)

    def _check_template(self):
        """Raise :class:`StackProblem` unless the template keeps the parameter secret."""
        template = self._heat.get(f"{self._path(self._get())}/template").json()
        parameter = (template.get("parameters") or {}).get(self._name) or {}
        if parameter.get("type") != "string" or str(parameter.get("hidden")).lower() != "true":
            raise StackProblem(
                Message(
                    "stack-parameter-not-hidden",
                    "The template of the stack “{stack}” has no hidden parameter {parameter} of the"
                    " type string. It would hold passwords.",
                    **self._names(),
                )
            )

    def _names(self):
        return {"stack": self._stack, "parameter": self._name}


class _Values:
    """Values of a parameter, encrypted, by their names."""

    def __init__(self, runtime, place):
        self._runtime, self._place = runtime, place

    def has(self, name):
        return self._row(name) is not None

    def get(self, name):
        """The text; None without one, or for the parameter's default."""
        row = self._row(name)
        return self._runtime.secrets.get(row.secret_id)["text"] if row else None

    def put(self, name, text):
        with self._runtime.db.session() as session:
            self._forget(session, name)
            secret_id = self._runtime.secrets.put({"text": text}, session)
            session.add(Applied(place=self._place, name=name, secret_id=secret_id))

    def delete(self, name):
        with self._runtime.db.session() as session:
            self._forget(session, name)

    def _row(self, name):
        with self._runtime.db.reader() as session:
            return session.get(Applied, (self._place, name))

    def _forget(self, session, name):
        row = session.get(Applied, (self._place, name))
        if row is not None:
            self._runtime.secrets.delete(row.secret_id, session)
            session.delete(row)
            session.flush()
