"""**Backup**: backups that are proven, where they are stored, and their restore."""
