"""ESX: register vCenters, activate their clusters, configure networks and compute proxies."""
