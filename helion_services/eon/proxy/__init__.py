"""The compute proxy: a virtual machine that runs nova-compute for one ESX cluster.

Functions without side effects: what it is made like, and the configuration that it is handed.
"""
