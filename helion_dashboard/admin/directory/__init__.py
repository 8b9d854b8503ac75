"""**Directory**: domains whose users and groups are in LDAP."""
