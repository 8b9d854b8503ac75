"""The overcloud's Nova and Placement: steps and queries that more than one service needs.

A library between the services and ``base``: it imports ``base``, and services import it.
"""
