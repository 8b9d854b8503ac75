"""Topology: the picture, its data, and network planning."""
