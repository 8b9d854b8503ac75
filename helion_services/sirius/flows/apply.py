"""Applying the back ends to Cinder: checked, handed over, verified, or taken back."""

import contextlib

from helion_services.base.messages import Message, Stored
from helion_services.base.operations import Kind, Step
from helion_services.base.operations.patience import Absence
from helion_services.base.operations.work import TimedOut
from helion_services.base.problems import NotFound
from helion_services.sirius import cinder, cinder_conf, conf_merge, problems, rendering, states
from helion_services.sirius.flows import cinder_log, destinations
from helion_services.sirius.flows.requests import Apply
from helion_services.sirius.models import STOREVIRTUAL, Backend, Cpg, StoreServ
from helion_services.sirius.storeservs import STORESERVS

SERVICE = "sirius"
RESOURCE = "cinder:configuration"


class NotApplied(Exception):
    """The back ends cannot be used; the first argument is a message."""


def kinds():
    """The kinds of the service's operations."""
    return (Kind(SERVICE, "apply", _steps, request=Apply),)


def begin(runtime, who, backend_ids=None):
    """Begin to apply these back ends, or all; returns the operation's id.

    Raises :class:`~helion_services.base.problems.NotFound`, or
    :class:`~helion_services.base.problems.Conflict` if Cinder has no driver for one.
    """
    with runtime.db.session() as session:
        backends = _selection(session, backend_ids)
        without = [backend.name for backend in backends if backend.kind == STOREVIRTUAL]
        if without:
            raise problems.no_driver(without)
        pools = {
            cinder_conf.section_name(cpg): cpg.name for backend in backends for cpg in backend.cpgs
        }
        names = [backend.name for backend in backends] if backend_ids else []
        request = Apply(pools, names)
        title = Message("apply-backends", "Apply {count} back-end sections", count=len(pools))
        resources = [RESOURCE, *destinations.resources(runtime.conf)]
        operation_id = runtime.operations.begin(
            SERVICE, "apply", title, request, resources, who, session
        )
    runtime.operations.announce(operation_id)
    return operation_id


def _selection(session, backend_ids):
    backends = session.query(Backend).order_by(Backend.name).all()
    if not backend_ids:
        return backends
    for ident in set(backend_ids) - {backend.id for backend in backends}:
        raise problems.no_backend(ident)
    return [backend for backend in backends if backend.id in backend_ids]


def _steps(request):
    return (CheckArrays(request), HandOver(request), Verify(request), Keep())


class _OfPools(Step):
    def __init__(self, name, title, request):
        super().__init__(name, title)
        self._pools = request.pools


class CheckArrays(_OfPools):
    """All arrays answer, and have the CPGs.

    One that does not answer is read again for two minutes. One that refuses the login is not: it
    might lock the account.
    """

    def __init__(self, request):
        super().__init__("arrays", Message("check-arrays", "Check the arrays"), request)

    def run(self, work):
        ids = self._array_ids(work)
        for number, ident in enumerate(ids):
            work.progress(100 * number // len(ids))
            _read(work, ident)
        with work.runtime.db.reader() as session:
            for section in self._pools:
                _check(session, section)

    def _array_ids(self, work):
        with work.runtime.db.reader() as session:
            cpgs = [session.get(Cpg, _cpg_id(section)) for section in self._pools]
        return sorted({cpg.storeserv_id for cpg in cpgs if cpg})


def _read(work, ident):
    """Read an array again, which stores what it is like now."""
    absence = Absence(work)
    with contextlib.suppress(NotFound, NotApplied):  # the check names them
        while True:
            array = STORESERVS.get(work.runtime, ident)
            if array.state == states.LOGIN_REFUSED:
                return
            STORESERVS.refresh(work.runtime, ident)
            array = STORESERVS.get(work.runtime, ident)
            if array.state != states.UNREACHABLE:
                absence.end()
                return
            absence.bear(NotApplied(), Stored(array.state_reason, **array.state_fact))
            work.check()
            work.sleep(work.poll)


def _check(session, section):
    """Raise :class:`NotApplied` unless the array of a section is connected and has its CPG."""
    cpg = session.get(Cpg, _cpg_id(section))
    array = cpg and session.get(StoreServ, cpg.storeserv_id)
    if array is None or array.state != states.CONNECTED:
        raise NotApplied(_not_connected(section, cpg, array))
    if cpg.id not in {each["id"] for each in array.facts["cpgs"]}:
        raise NotApplied(
            Message(
                "cpg-gone",
                "The array {array} no longer has the CPG {cpg}.",
                array=array.name,
                cpg=cpg.name,
            )
        )


def _cpg_id(section):
    return section.removeprefix("CPG_")


class HandOver(_OfPools):
    """Write what Cinder reads."""

    def __init__(self, request):
        title = Message("hand-over", "Hand the configuration over to Cinder")
        super().__init__("hand-over", title, request)
        self._backends = request.backends

    def run(self, work):
        destination = destinations.of(work)
        former, whole = (
            destination.former(),
            rendering.configuration(work.runtime, with_secrets=True),
        )
        new = {
            name: cinder_conf.section_text(name, whole[name])
            for name in self._pools
            if name in whole
        }
        removed = [
            name
            for name, options in conf_merge.sections(former).items()
            if name not in new and self._is_mine(options)
        ]
        _refuse_volumes(work, removed)
        if work.recall("log") is None:
            work.note("log", cinder_log.end(work.runtime.conf))
        destination.replace(conf_merge.merge(former, new, removed))

    def _is_mine(self, options):
        """Whether a section would have been written here: of a back end that is applied."""
        return not self._backends or options.get("volume_backend_name") in self._backends

    def undo(self, work):
        destinations.of(work).put_back()


class Verify(_OfPools):
    """Cinder's scheduler has every pool, with a capacity, and its service is up."""

    def __init__(self, request):
        title = Message("verify-pools", "Wait for Cinder's scheduler to see the pools")
        super().__init__("verify", title, request)

    def run(self, work):
        api = cinder.connect(work.clouds)
        what = Message("pools-to-appear", "Cinder's scheduler to see the pools")
        conf = work.runtime.conf
        try:
            work.until(lambda: self._all_seen(work, api), what, conf.sirius.apply_timeout)
        except TimedOut as exc:
            reason = cinder_log.error(conf, work.recall("log") or 0, _secrets(work.runtime))
            if not reason:
                raise
            raise NotApplied(
                Message(
                    "cinder-does-not-start",
                    "Cinder did not start all back ends: {reason}",
                    reason=reason,
                )
            ) from exc

    def _all_seen(self, work, api):
        capacities, down = cinder.pools(api), cinder.down(api)
        ready = [
            section
            for section, name in self._pools.items()
            if isinstance(capacities.get((section, name)), int | float) and section not in down
        ]
        total = len(self._pools)
        work.progress(
            100 * len(ready) // (total or 1),
            Message("pools-seen", "{ready} of {total} pools", ready=len(ready), total=total),
        )
        return len(ready) == total


class Keep(Step):
    """The configuration stays."""

    def __init__(self):
        super().__init__("keep", Message("keep-configuration", "Keep the configuration"))

    def run(self, work):
        work.disallow_cancel()
        destinations.of(work).keep()


def _secrets(runtime):
    """The values in the configuration that are masked where people see it."""
    masked, whole = (
        rendering.configuration(runtime, with_secrets=has_secrets) for has_secrets in (False, True)
    )
    return {
        value
        for name, options in whole.items()
        for option, value in options.items()
        if value != masked.get(name, {}).get(option)
    }


def _refuse_volumes(work, sections):
    """Raise :class:`NotApplied` if volumes are on sections that are to be taken out."""
    count = cinder.volumes(cinder.connect(work.clouds), sections) if sections else 0
    if count:
        raise NotApplied(
            Message(
                "sections-have-volumes",
                "{count} volumes are on back ends that would be taken out of Cinder’s"
                " configuration: {sections}. Delete or migrate them first.",
                count=count,
                sections=sections,
            )
        )


def _not_connected(section, cpg, array):
    if array is None:
        return Message("cpg-not-registered", "CPG {cpg} is not registered.", cpg=section)
    return Message(
        "array-not-connected",
        "The array {array} is not connected: {reason}",
        array=array.name,
        reason=array.state_reason or array.state,
    )
