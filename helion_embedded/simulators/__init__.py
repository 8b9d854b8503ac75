"""Simulators of hardware, switches and arrays: plugins of the real services."""
