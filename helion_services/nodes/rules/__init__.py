"""The rules for changes of the overcloud: pure functions that return a :class:`Check`."""

from helion_services.nodes.rules.check import BLOCK, PASS, WARN, Check, blocked, passed, warned

__all__ = ["BLOCK", "PASS", "WARN", "Check", "blocked", "passed", "warned"]
