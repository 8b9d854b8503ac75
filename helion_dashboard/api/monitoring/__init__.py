"""The monitoring service: hosts, services and problems, as Icinga has them."""
