"""Simulated servers for Ironic: the hardware type ``simulated``.

Ironic's own fakes answer everything with nothing: no power state, no inventory, no settings. These
build on them and add what an operator's pages show, and failures on demand.
"""
