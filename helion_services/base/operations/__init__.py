"""Operations: work that takes longer than a request, survives its worker, and can be rolled back.

A service brings its kinds (:class:`Kind`) and starts operations with :meth:`Operations.begin`. A
conductor runs their steps as a TaskFlow flow: each step is recorded before it starts and after it
ends, so any conductor can continue where another one died. If a step fails, or somebody cancels,
the steps are undone in reverse order.

TaskFlow runs the flow, records how far it got in its logbook, and hands out work through a job
board in Redis. Our own tables (:mod:`models`) hold what people see and what TaskFlow has no place
for: titles, progress, messages and the log, held resources, the point of no return, who works on an
operation, and retries. The two are not merged. The logbook decides where a run continues and is
written by the engine alone; our tables are what the API reads, in any process, without TaskFlow.
TaskFlow's own conductor is not used, since its claims neither expire nor fence the writes of a
conductor that was only slow; nor is an engine of our own, since the order of undoing after a crash
is what TaskFlow's engine has solved and tested.
"""

from helion_services.base.operations.request import Request
from helion_services.base.operations.service import Operations
from helion_services.base.operations.step import Kind, Step

__all__ = ("Kind", "Operations", "Request", "Step")
