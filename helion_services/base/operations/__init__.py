"""Operations: work that takes longer than a request, survives its worker, and can be taken back.

A service registers its kinds (:class:`Kind`) and starts operations with
:meth:`Operations.start_operation`. A conductor runs their steps as a TaskFlow flow: each step is
written down before it starts and after it ended, so any conductor can go on where another one died.
If a step fails, or somebody cancels, the steps are undone in reverse order.
"""

from helion_services.base.operations.service import Operations
from helion_services.base.operations.step import Kind, Step

__all__ = ("Kind", "Operations", "Step")
