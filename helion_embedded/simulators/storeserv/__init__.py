"""A simulated 3PAR StoreServ: HPE's WSAPI over TLS, with sessions, CPGs, ports and faults.

Source of the wire: HPE 3PAR WSAPI as HPE's own client, ``python-3parclient``, speaks it.
"""
