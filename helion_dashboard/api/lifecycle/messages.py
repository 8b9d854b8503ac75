"""Sentences of the service of nodes: plans, checks, findings, imports and its operations."""

from helion_dashboard.api import messages

MESSAGES = {}

messages.register(MESSAGES)
