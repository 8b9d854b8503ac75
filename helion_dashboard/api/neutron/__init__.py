"""Neutron: networks, subnets and ports."""
