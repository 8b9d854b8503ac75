"""States of repositories and backups, as data."""

READY = "ready"
FAILED = "failed"

REPOSITORY = (READY, FAILED)
"""``failed``: the last use of it did not succeed; the reason says why."""

UNVERIFIED = "unverified"
VERIFIED = "verified"
DAMAGED = "damaged"

SNAPSHOT = (UNVERIFIED, VERIFIED, DAMAGED)
"""``verified``: it was restored into a scratch folder, was whole, and had the noted counts."""
