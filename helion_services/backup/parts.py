"""What is backed up, as data: the YAML file ``[backup] parts_file``.

::

    - name: ironic                # shown, and selected by, in a restore
      service: ironic             # what the stop and start commands stop and start; optional
      databases:
        - name: ironic            # of its file in the backup
          config: /etc/ironic/ironic.conf     # [database] connection is read there ...
          section: database                   # ... of this section; the default
        - name: ironic_inspector
          url: mysql+pymysql://...            # or here
      files: [/etc/ironic]        # files and folders
      exclude: ["*.pyc"]          # restic's patterns
      apart: false                # true: in the repository of the keys, not in that of the rest
      own: false                  # true: the database of these services; restored last, row by row
"""

import configparser
import dataclasses
import pathlib
import re

import sqlalchemy as sa
import yaml

from helion_services.backup import problems

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
_PART = {"name", "service", "databases", "files", "exclude", "apart", "own"}
_DATABASE = {"name", "config", "section", "url"}


@dataclasses.dataclass(frozen=True)
class Database:
    """One database.

    :ivar url: SQLAlchemy's URL
    """

    name: str
    url: sa.engine.URL

    @property
    def dialect(self):
        """``sqlite``, ``mysql`` (MariaDB, too) or ``postgresql``."""
        name = self.url.get_backend_name()
        return "mysql" if name == "mariadb" else name

    @property
    def file(self):
        """The file name of its copy."""
        return f"{self.name}.{'sqlite' if self.dialect == 'sqlite' else 'dump'}"


@dataclasses.dataclass(frozen=True)
class Part:
    """Something that is backed up and restored together: see the head of this module."""

    name: str
    service: str = ""
    databases: tuple[Database, ...] = ()
    files: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    apart: bool = False
    own: bool = False


def load(conf):
    """The :class:`Part` of each entry of the file.

    Raises :class:`~helion_services.base.problems.Conflict` if there is none, or it is wrong.
    """
    path = pathlib.Path(conf.backup.parts_file)
    try:
        rows = yaml.safe_load(path.read_text("utf-8"))
    except FileNotFoundError:
        raise problems.no_parts() from None
    except (OSError, ValueError, yaml.YAMLError) as exc:
        raise problems.parts_invalid(str(exc).splitlines()[0]) from exc
    try:
        parts = [_part(conf, row) for row in rows or ()]
        _refuse_twice("part", [part.name for part in parts])
        _refuse_twice("database", [each.name for part in parts for each in part.databases])
    except (TypeError, KeyError, AttributeError) as exc:
        raise problems.parts_invalid(f"{type(exc).__name__}: {exc}") from exc
    except (OSError, ValueError, configparser.Error, sa.exc.ArgumentError) as exc:
        raise problems.parts_invalid(str(exc).splitlines()[0]) from exc
    if not parts:
        raise problems.no_parts()
    return parts


def databases(parts):
    """``{name: Database}`` of all parts."""
    return {each.name: each for part in parts for each in part.databases}


def _part(conf, row):
    _refuse_unknown(row, _PART)
    own = bool(row.get("own"))
    databases = tuple(_database(each) for each in row.get("databases") or ())
    if own and not databases:
        databases = (Database("helion", sa.engine.make_url(conf.database.connection)),)
    return Part(
        name=_name(row["name"]),
        service=row.get("service") or "",
        databases=databases,
        files=tuple(map(str, row.get("files") or ())),
        exclude=tuple(map(str, row.get("exclude") or ())),
        apart=bool(row.get("apart")),
        own=own,
    )


def _database(row):
    _refuse_unknown(row, _DATABASE)
    url = row.get("url") or _read(row["config"], row.get("section") or "database")
    return Database(_name(row["name"]), sa.engine.make_url(url))


def _read(path, section):
    """The option ``connection`` of a configuration file of a service."""
    # oslo.config allows what the strict parser refuses.
    parser = configparser.RawConfigParser(strict=False, allow_no_value=True)
    with open(path, encoding="utf-8") as file:
        parser.read_file(file)
    if not parser.has_option(section, "connection"):
        raise ValueError(f"{path} has no option connection in [{section}].")
    return parser.get(section, "connection")


def _name(text):
    if not _NAME.fullmatch(str(text)):
        raise ValueError(f"{text} is not a name: letters, digits, - and _.")
    return str(text)


def _refuse_unknown(row, names):
    unknown = set(row) - names
    if unknown:
        raise ValueError(f"{min(unknown)} is not an option.")


def _refuse_twice(what, names):
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"The {what} {name} is there twice.")
