"""Sentences of the service of ESX: vCenters, clusters, networks, proxies and its operations."""

from helion_dashboard.api import messages

MESSAGES = {}

messages.register(MESSAGES)
