"""All layouts: our own, and those of the operator."""

import dataclasses
import functools
import pathlib

from helion_dashboard import config
from helion_dashboard.kit.topology import reading

OWN = pathlib.Path(__file__).parent / "layouts"
_ORDER = ("kvm", "esx", "carrier-grade")


@dataclasses.dataclass(frozen=True)
class LayoutSet:
    """What the files hold.

    :ivar layouts: by id, our own first
    :ivar errors: :class:`~.reading.LayoutError` each
    """

    layouts: dict
    errors: tuple


def load():
    """The :class:`LayoutSet` of all files, read once a process."""
    return _load(config.get().topology_layouts)


@functools.lru_cache(maxsize=4)
def _load(folder):
    files = [OWN / f"{name}.yaml" for name in _ORDER]
    layouts, errors = {}, []
    if folder:
        files += _in_folder(pathlib.Path(folder), errors)
    for file in files:
        try:
            layout = reading.read(file)
        except reading.LayoutError as exc:
            errors.append(exc)
        else:
            # An operator's file with one of our ids takes the place of ours.
            layouts[layout.id] = layout
    return LayoutSet(layouts, tuple(errors))


def _in_folder(folder, errors):
    if not folder.is_dir():
        errors.append(reading.LayoutError(folder, [(1, "There is no such folder.")]))
        return []
    return sorted((*folder.glob("*.yaml"), *folder.glob("*.yml")))


def choose(layout_set, layout_id, live):
    """The layout called ``wanted``, or else the one that fits what is there best.

    It fits the better the more of its networks Neutron has; where EON knows a vCenter, a layout
    with ESX fits better than one without.
    """
    if layout_id in layout_set.layouts:
        return layout_set.layouts[layout_id]
    return detected(layout_set, live)


def detected(layout_set, live):
    """The layout that fits ``live`` (:class:`~.live.Live`) best; the first of equals."""
    names = {network.name.casefold() for network in live.networks}
    with_esx = bool(live.esx and live.esx.vcenters)

    def fits(layout):
        named = [network for network in layout.networks if network.neutron]
        matching = sum(1 for network in named if names & set(network.neutron))
        return (with_esx and "eon" in layout.sources, matching / len(named) if named else 0)

    return max(layout_set.layouts.values(), key=fits)
