"""Backup that is proven: databases, configuration and files of the undercloud, by restic."""
