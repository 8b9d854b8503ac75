"""Audit: who changed what, as a list, details and files."""
