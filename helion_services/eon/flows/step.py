"""Steps that keep the state of their cluster, and remember at it what failed."""

import functools

from helion_services.base.operations import Step
from helion_services.eon.flows import record
from helion_services.eon.network import plan


class ClusterStep(Step):
    """A step about a cluster.

    :ivar target: the :class:`~helion_services.eon.target.Target`
    """

    def __init__(self, target, name, title):
        super().__init__(name, title)
        self.target = target


class NetworkStep(ClusterStep):
    """A step about the network of a cluster.

    :ivar network: its :class:`~helion_services.eon.network.Network`, or None
    """

    def __init__(self, target, name, title, network):
        super().__init__(target, name, title)
        self.network = network

    @functools.cached_property
    def switches(self):
        """The planned switches; empty without a network."""
        return plan(self.network, self.target.name) if self.network else ()


class Recorded(Step):
    """Another step, with what it means for the state of the cluster.

    :param entering: the state while it runs, or None for the one before
    :param leaving: the state when it is done, likewise
    :param back: the state when it is undone, likewise
    :param unless: states that it does not leave for these
    :param failing: called with the work and the target when the step fails
    """

    def __init__(self, target, step, *, failing, entering=None, leaving=None, back=None, unless=()):
        super().__init__(step.name, step.title)
        self.weight = step.weight
        self._target = target
        self._step = step
        self._states = (entering, leaving, back)
        self._unless = unless
        self._failing = failing

    def run(self, work):
        entering, leaving, _ = self._states
        try:
            self._move(work, entering)
            self._step.run(work)
            self._move(work, leaving)
        except Exception as error:
            record.fail(work, self._target, self.name, error)
            self._failing(work, self._target)
            raise

    def undo(self, work):
        self._step.undo(work)
        self._move(work, self._states[2])

    def _move(self, work, state):
        if state and record.state(work, self._target) not in self._unless:
            record.move(work, self._target, state)
