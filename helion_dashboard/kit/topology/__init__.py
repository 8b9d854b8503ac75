"""The topology of an undercloud: the layout compared with the actual networks of each server.

A *layout* says which networks there are to be and which role is on which of them; layouts are
data files in ``layouts/`` and wherever an operator has further ones. Over it is laid what the
services know (:mod:`.live`): what comes out is a *picture*, the plain data that pages draw
(:mod:`.picture`).
"""
