"""A service of another distribution: things, and an operation that makes one."""
