"""Log stores: one interface, a module for each dialect."""

SERVICE = "logs"
