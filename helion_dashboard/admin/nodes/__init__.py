"""Nodes: list, details, enrolment, actions."""
