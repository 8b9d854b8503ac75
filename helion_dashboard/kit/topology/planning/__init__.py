"""Network planning: what the installation asks of the network, checked on what is there.

Each rule is a sentence that the administrator can hold against his switches, and a function that
looks at a picture. See :data:`~.rules.RULES`.
"""

from helion_dashboard.kit.topology.planning.rules import RULES, check

__all__ = ("RULES", "check")
