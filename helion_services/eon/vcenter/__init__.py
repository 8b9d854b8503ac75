"""Connections to vCenters, and what is read there."""
