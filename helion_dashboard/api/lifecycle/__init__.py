"""The service of nodes (``node-lifecycle``): roles, plans, imports and the overcloud."""
