"""The eon service: ESX clusters of vCenters as compute hosts of the overcloud.

It speaks version 2 of EON, so that HPE's own client works with it.
"""
