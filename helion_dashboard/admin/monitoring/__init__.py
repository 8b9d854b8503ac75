"""**Monitoring**: what is wrong, and hosts and services."""
