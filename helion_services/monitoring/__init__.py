"""The monitoring service: what is watched, by Icinga."""
