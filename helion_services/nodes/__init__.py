"""The nodes service: deploys the overcloud, adds, removes and replaces its servers.

It owns plans and operations only: Ironic, Heat and Nova are the truth.
"""
