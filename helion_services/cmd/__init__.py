"""The commands: ``helion-api``, ``helion-conductor`` and ``helion-manage``."""
