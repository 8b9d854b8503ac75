"""The nodes service: servers that are added, removed and replaced.

It owns plans and operations only: Ironic, Heat and Nova are the truth.
"""
