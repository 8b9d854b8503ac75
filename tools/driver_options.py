"""Writes the option tables of Cinder's drivers into the files that the Sirius service reads.

Cinder is not needed by the service; whoever runs this needs it installed. What people wrote in a
file (title, template, keys of extra specs) stays; with ``--check`` nothing is written, and the
status is 1 if a file is not as the installed Cinder is.
"""

import eventlet

eventlet.monkey_patch()

import argparse  # noqa: E402
import importlib.metadata  # noqa: E402
import json  # noqa: E402
import pathlib  # noqa: E402
import sys  # noqa: E402

from cinder import objects  # noqa: E402
from oslo_config import cfg  # noqa: E402
from oslo_config import types as option_types  # noqa: E402
from oslo_utils import importutils  # noqa: E402

_FOLDER = pathlib.Path(__file__).parents[1] / "helion_services/sirius/driver_tables"
# The first that fits: a port is an integer, too.
_TYPES = (
    (option_types.Port, "port"),
    (option_types.Integer, "integer"),
    (option_types.Boolean, "boolean"),
    (option_types.List, "list"),
    (option_types.Dict, "dict"),
)


def table(name):
    """The options of a driver by the name of its class, sorted by name."""
    options = importutils.import_class(name).get_driver_options()
    return [_option(option) for option in sorted(options, key=lambda option: option.name)]


def _option(option):
    kind = next((text for cls, text in _TYPES if isinstance(option.type, cls)), "string")
    content = {
        "name": option.name,
        "type": kind,
        # Every row of such an option is an entry of its own.
        "multiple": isinstance(option, cfg.MultiOpt),
        "default": option.default,
        "help": " ".join((option.help or "").split()),
        "secret": bool(option.secret),
        "choices": [str(choice) for choice in getattr(option.type, "choices", None) or ()],
        "regex": getattr(getattr(option.type, "regex", None), "pattern", None),
        "min": getattr(option.type, "min", None),
        "max": getattr(option.type, "max", None),
    }
    kept = {key: value for key, value in content.items() if not _is_empty(value)}
    return kept | {"default": option.default}


def _is_empty(value):
    return value is None or value is False or value == []


def current(content):
    """What a file should hold, with the tables of the installed Cinder."""
    version = importlib.metadata.version("cinder")
    return content | {"cinder": version, "options": table(content["driver"])}


def main(arguments=None):
    """Write the files, or check them; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args(arguments).check
    objects.register_all()
    outdated = []
    for file in sorted(_FOLDER.glob("*.json")):
        content = json.loads(file.read_text())
        if content.get("removed"):
            continue
        text = json.dumps(current(content), indent=1, ensure_ascii=False) + "\n"
        if text == file.read_text():
            continue
        outdated.append(file.name)
        if not check:
            file.write_text(text)
    print(f"{len(outdated)} tables differ: {', '.join(outdated) or '-'}")  # noqa: T201
    return 1 if check and outdated else 0


if __name__ == "__main__":
    sys.exit(main())
