"""Which backups are kept: the newest ones, and the newest of each day, week and month.

The newest verified one is always kept.
"""

from helion_services.backup import states

_PERIODS = {"daily": "%Y-%m-%d", "weekly": "%G-%V", "monthly": "%Y-%m"}


def superfluous(rows, retention):
    """Those of ``rows`` (:class:`~.models.Snapshot`) that need not be kept.

    :param retention: ``{"last", "daily", "weekly", "monthly"}``: how many of each
    """
    rows = sorted(rows, key=lambda row: row.taken_at, reverse=True)
    kept = {row.id for row in rows[: max(1, retention.get("last", 0))]}
    kept |= {row.id for row in [r for r in rows if r.state == states.VERIFIED][:1]}
    for name, form in _PERIODS.items():
        newest = {}
        for row in rows:
            newest.setdefault(row.taken_at.strftime(form), row.id)
        kept |= set(list(newest.values())[: retention.get(name, 0)])
    return [row for row in rows if row.id not in kept]
