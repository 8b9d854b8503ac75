"""The operations of the eon service."""
