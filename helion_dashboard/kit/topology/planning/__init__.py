"""Network planning: requirements of the installation, checked on the actual networks.

Each rule is a sentence that the administrator can hold against his switches, and a function that
looks at a picture. See :data:`~.rules.RULES`.
"""

from helion_dashboard.kit.topology.planning.rules import RULES, check

__all__ = ("RULES", "check")
