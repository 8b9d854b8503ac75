"""Overview: nodes, operations and services at a glance."""
