"""What must hold before the overcloud is changed: one question a function, nothing is asked."""

from helion_services.nodes.rules.check import BLOCK, PASS, WARN, Check, blocked, passed, warned

__all__ = ["BLOCK", "PASS", "WARN", "Check", "blocked", "passed", "warned"]
