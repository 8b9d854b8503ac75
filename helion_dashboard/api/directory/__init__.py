"""Directories (LDAP) of Keystone's domains: their configuration, and a trial of it."""
