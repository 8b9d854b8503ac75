"""The audit trail of our own services."""
