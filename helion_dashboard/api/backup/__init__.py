"""The Backup service: repositories, backups, and how they are restored."""
