"""The operations of the nodes service: their steps, and how these make up each kind."""
