"""Ironic: nodes, their ports, states and wiring."""
