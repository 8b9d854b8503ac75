"""Who did what on our pages: in the log, without the values that were sent.

Horizon's own log of operations leaves our pages out, see :mod:`helion_dashboard.settings`.
"""

import logging

LOG = logging.getLogger("helion_dashboard.operations")


def note(request, what, things=(), *, done=True):
    """Write one line.

    :param what: name of the action or the page
    :param things: ids or names of what it was done to
    :param done: whether it was done
    """
    LOG.info(
        "%s by user %s (%s) of project %s on %s: %s",
        what,
        request.user.username,
        request.user.id,
        request.user.project_id,
        ", ".join(map(str, things)) or request.path,
        "done" if done else "not done",
    )
