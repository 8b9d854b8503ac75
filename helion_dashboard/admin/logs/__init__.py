"""Logs: what all services wrote, by request, by what they name, by words."""
