"""Keystone: what is looked up in it besides tokens."""
