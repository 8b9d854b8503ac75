"""How much of a CPG a volume takes. Capacities are in MiB."""

GIB = 1024
#: How a volume is provisioned, as WSAPI numbers it.
FULL, THIN, SNAPSHOT, DEDUP = 1, 2, 3, 6
_LEAST = 256


def allocated(volume):
    """MiB that a volume takes.

    There is no data here, so a thin volume counts as if an eighth of it were written, and a
    snapshot as if nothing had changed since.
    """
    kind, size = volume["provisioningType"], volume["sizeMiB"]
    if kind == SNAPSHOT:
        return 0
    return size if kind == FULL else max(size // 8, _LEAST)
