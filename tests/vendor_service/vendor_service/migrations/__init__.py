"""The tables of the vendor's service."""
