"""Revisions of the tables of the Backup service."""
