"""A simulated StoreVirtual management group: the REST interface of LeftHand OS over TLS.

Sessions, clusters, volumes, servers, and faults. Not there: snapshots, access of servers to
volumes, remote copy, the command line over SSH.

Source of the wire: HPE's own client, ``python-lefthandclient``, and what Cinder's driver read of it
before Ussuri; sizes are in bytes.
"""
