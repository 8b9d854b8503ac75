"""Numbered steps; each names the one before it."""
