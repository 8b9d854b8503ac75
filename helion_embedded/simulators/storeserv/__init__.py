"""A simulated 3PAR StoreServ: HPE's WSAPI over TLS, with all that Cinder's driver does to it.

Sessions, CPGs, volumes with snapshots, hosts, VLUNs, FC and iSCSI ports, and faults. Not there:
remote copy, QoS, tuning (which a retype needs), host sets, flash cache, the file persona.

Source of the wire: HPE 3PAR WSAPI as HPE's own client, ``python-3parclient``, speaks it.
"""
