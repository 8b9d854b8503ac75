"""The service of ESX (``esx_onboarder``): vCenters, clusters, hosts, networks and proxies."""
