"""When the stored login of a vCenter may be tried, so that its account is not locked.

vCenter locks an account after a few wrong passwords within minutes. After a refusal nobody logs in
before ``login_after``, neither the watcher nor an operation. A vCenter that answered a moment ago
may have a sign-on service with a fault, so the first pause is short then, and operations wait for
its end; the others are long and doubled.
"""

import datetime

from helion_services.base.messages import Message
from helion_services.base.times import iso, now
from helion_services.eon.models import Manager
from helion_services.eon.vcenter import failures

SHORT = 45.0
"""Seconds before the one careful try."""
_LONG = 15 * 60.0  # seconds, doubled with each refusal
_LONGEST = 8 * 3600.0
_FRESH = datetime.timedelta(seconds=60)


def check(manager):
    """Raise :class:`failures.LoginRefused` while the login of a manager's row may not be tried."""
    if is_paused(manager):
        raise _problem(manager, failures.wrong_password(manager.ip_address))


def is_paused(manager):
    """Whether the login may not be tried now."""
    return manager.login_after is not None and manager.login_after > now()


def refuse(db, manager, problem):
    """Note that the login of a manager's row was refused; returns the problem to raise.

    Logins that began side by side, such as those of the watcher and of an operation, are one try:
    who is refused after another noted it waits for the same pause.
    """
    with db.session() as session:
        row = session.get(Manager, manager.id)
        if row is None or row.revision != manager.revision:
            return problem
        if not is_paused(row):
            row.login_pause = _pause(row)
            row.login_after = now() + datetime.timedelta(seconds=row.login_pause)
        return _problem(row, problem.message.params["reason"])


def accept(db, manager):
    """Forget earlier refusals: the login worked."""
    if manager.login_pause:
        with db.session() as session:
            row = session.get(Manager, manager.id)
            if row is not None:
                row.login_after, row.login_pause = None, 0.0


def _pause(row):
    fresh = row.last_contact is not None and row.last_contact > now() - _FRESH
    if fresh and not row.login_pause:
        return SHORT
    return min(_LONGEST, max(_LONG, 2 * row.login_pause))


def _problem(row, reason):
    kind = failures.LoginPaused if row.login_pause == SHORT else failures.LoginRefused
    return kind(
        Message(
            "login-waits",
            "{reason} The next login is at {time}, so that the account is not locked. Change the"
            " login, or ask for a login now.",
            reason=reason,
            time=iso(row.login_after),
        )
    )
