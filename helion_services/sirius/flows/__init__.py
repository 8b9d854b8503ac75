"""The operations of the Sirius service."""
