"""Cinder: volume types and the pools of its scheduler."""
