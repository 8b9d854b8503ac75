"""Row numbers that are never used twice.

SQLite gives the number of a deleted last row to the next one; MySQL and PostgreSQL never do, and
services rely on that: Heat then met "ResourcePropertiesData with id 12 not found" when a stack
shrank. ``AUTOINCREMENT`` cures it, but has to be in the table's definition.
"""

import contextlib
import re
import sqlite3

_COLUMN = re.compile(r'^(\s*"?id"?) INTEGER NOT NULL', re.MULTILINE)
_KEY = re.compile(r',\s*(CONSTRAINT "?\w+"? )?PRIMARY KEY \("?id"?\)')


def apply(path):
    """Rebuild every table of the database file ``path`` whose key is a lone integer ``id``.

    Also leaves the file in write-ahead mode. Returns the number of tables that were rebuilt.
    """
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        # Else renaming a table would rewrite the references of others to it.
        connection.execute("PRAGMA legacy_alter_table = ON")
        connection.execute("BEGIN")
        tables = connection.execute(
            "SELECT name, sql FROM sqlite_master"
            " WHERE type = 'table' AND sql NOT LIKE '%AUTOINCREMENT%'"
        ).fetchall()
        rebuilt = sum(_rebuild(connection, name, sql) for name, sql in tables)
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = WAL")
    return rebuilt


def definition(sql):
    """The ``CREATE TABLE`` text with AUTOINCREMENT, or None if the table is of another kind."""
    if not (_COLUMN.search(sql) and _KEY.search(sql)):
        return None
    without_key = _KEY.sub("", sql, count=1)
    return _COLUMN.sub(r"\1 INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL", without_key, count=1)


def _rebuild(connection, name, sql):
    new = definition(sql)
    if new is None:
        return False
    attached = connection.execute(
        "SELECT sql FROM sqlite_master"
        " WHERE type IN ('index', 'trigger') AND tbl_name = ? AND sql IS NOT NULL",
        (name,),
    ).fetchall()
    connection.execute(f'ALTER TABLE "{name}" RENAME TO "__old_{name}"')
    connection.execute(new)
    columns = ",".join(f'"{row[1]}"' for row in connection.execute(f'PRAGMA table_info("{name}")'))
    # Names come from the database's own catalogue; SQLite has no parameters for identifiers.
    connection.execute(
        f'INSERT INTO "{name}" ({columns}) SELECT {columns} FROM "__old_{name}"'  # noqa: S608
    )
    connection.execute(f'DROP TABLE "__old_{name}"')
    for (statement,) in attached:
        connection.execute(statement)
    return True
