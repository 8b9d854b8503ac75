"""The overcloud's Nova and Placement: steps and queries that several services need.

A library between the services and ``base``: it imports ``base``, and services import it.
"""
