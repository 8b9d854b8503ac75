"""Found before Horizon's own ``local`` package, because ``tests/site`` comes first on the path."""
