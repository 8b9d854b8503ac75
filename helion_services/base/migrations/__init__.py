"""The changes of the database's tables, one module a step; see :mod:`..database`."""
