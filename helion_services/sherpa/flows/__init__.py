"""The operations of the Sherpa service."""
