"""Glance: images by name."""
