"""Pools of Cinder on which more is provisioned than may be."""

from django.utils.translation import gettext as _


def problem(pools):
    """A sentence about the first over-subscribed of these pools, or empty.

    :param pools: :class:`~helion_dashboard.api.cinder.client.Pool` each
    """
    pool = next((pool for pool in pools if pool.is_over_subscribed), None)
    if pool is None:
        return ""
    return _(
        "Over-subscribed: %(provisioned)d GiB are provisioned on %(pool)s, %(limit)d GiB"
        " (%(ratio)g × %(total)d GiB) are allowed."
    ) % {
        "provisioned": pool.provisioned,
        "pool": pool.name.rpartition("#")[2],
        "limit": pool.limit,
        "ratio": pool.ratio,
        "total": pool.total,
    }
