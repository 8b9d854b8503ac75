"""Root metadata that came with the installation: files ``NAME.json`` in ``[sherpa] roots_dir``."""

import dataclasses
import logging
import pathlib

from helion_services.base.problems import Invalid
from helion_services.sherpa.repository import trust

LOG = logging.getLogger(__name__)

_LARGEST = 512_000  # bytes; the interface takes no larger one either


def roots(conf):
    """The files by name: dicts with ``name``, ``root`` and the fields of ``trust.Anchor``.

    What is not root metadata is logged and left out.
    """
    files = sorted(pathlib.Path(conf.sherpa.roots_dir).glob("*.json"))
    return [row for file in files if (row := _row(file))]


def _row(file):
    try:
        text = file.read_text() if file.stat().st_size <= _LARGEST else ""
        anchor = trust.inspect(text)
    except (OSError, UnicodeDecodeError, Invalid) as exc:
        LOG.warning("%s is not used: %s", file, exc)
        return None
    return {"name": file.stem, "root": text, **dataclasses.asdict(anchor)}
