"""The operations of the nodes service: kinds and their steps."""
