"""Ringos: the rings of Swift."""
