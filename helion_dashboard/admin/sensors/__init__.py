"""Sensors: what is hot, what failed, and who needs how much power."""
