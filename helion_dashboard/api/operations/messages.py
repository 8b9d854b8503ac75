"""Sentences that all of our own services have in common."""

from helion_dashboard.api import messages

MESSAGES = {}

messages.register(MESSAGES)
