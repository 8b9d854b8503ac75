"""Faults of a vCenter simulator: a file that it reads at each request."""

import json

from helion_embedded.state import write_private


class Faults:
    """The file of one simulator; see :meth:`set`."""

    def __init__(self, path):
        self.path = path

    def set(self, **wishes):
        """Replace all faults by these, from the next request on.

        ``down`` (bool)
            connections are cut without an answer
        ``login`` (``"refused"``)
            no login is accepted, whatever the password
        ``delay`` (seconds)
            how long each answer waits
        ``calls`` (a list of dicts)
            one method each: ``method`` (as ``CloneVM_Task``) and ``call`` (the n-th from now on,
            from 1; each, if absent). ``fault`` is the API's name of how it fails and ``message``
            the text; neither given, it fails with ``SystemError``, except where ``seconds`` makes
            it slow, or ``lost`` lets it be carried out and cuts the connection instead of an
            answer. A method with a task fails through its task. ``outage`` is for how many seconds
            nobody is served from that call on: connections are cut, or with ``hangs`` accepted and
            not answered.
        """
        write_private(self.path, json.dumps(wishes) + "\n")

    def fail(self, method, call=1, **how):
        """Let one call of a method fail, and nothing else; ``how`` as for :meth:`set`."""
        self.set(calls=[{"method": method, "call": call, **how}])

    def clear(self):
        """Remove all faults."""
        self.path.unlink(missing_ok=True)
