"""Compute hosts of the overcloud: Nova's compute service on simulated machines.

A host is a file, see :mod:`hosts`. The undercloud's servers make such files (:mod:`guests`), and
the compute proxies of a vCenter (:mod:`proxies`); a person or a test may too, and :mod:`computes`
runs one compute service for each with :mod:`driver`.
"""
