"""vCenters, their clusters, and what was seen of them."""

import sqlalchemy as sa
from alembic import op

from helion_services.base.database import LargeText
from helion_services.base.times import UtcDateTime

revision = "eon_0001"
down_revision = None
branch_labels = ("eon",)
depends_on = None


def upgrade():
    if sa.inspect(op.get_bind()).has_table("eon_managers"):  # made when all had one chain
        return
    op.create_table(
        "eon_managers",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("name", sa.String(255), nullable=False, unique=True),
        sa.Column("ip_address", sa.String(255), nullable=False, unique=True),
        sa.Column("port", sa.Integer, nullable=False),
        sa.Column("username", sa.String(255), nullable=False),
        sa.Column("secret_id", sa.String(255), nullable=False),
        sa.Column("ca_pem", LargeText),
        sa.Column("fingerprint", sa.String(95)),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("auto_import", sa.Boolean, nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("state_reason", sa.Text),
        sa.Column("version", sa.String(32)),
        sa.Column("build", sa.String(32)),
        sa.Column("last_contact", UtcDateTime),
        sa.Column("read_at", UtcDateTime),
        sa.Column("watcher", sa.String(255)),
        sa.Column("watched_until", UtcDateTime),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("updated_at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "eon_clusters",
        sa.Column("id", sa.String(36), primary_key=True),
        _manager(nullable=False),
        sa.Column("moid", sa.String(64), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("datacenter_moid", sa.String(64), nullable=False),
        sa.Column("datacenter", sa.String(255), nullable=False),
        sa.Column("state", sa.String(32), nullable=False, index=True),
        sa.Column("error", sa.JSON(none_as_null=True)),
        sa.Column("operation_id", sa.String(36)),
        sa.Column("hypervisor_id", sa.String(64)),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("updated_at", UtcDateTime, nullable=False),
        sa.UniqueConstraint("manager_id", "moid"),
    )
    op.create_table(
        "eon_seen",
        _manager(primary_key=True),
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("moid", sa.String(64), primary_key=True),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
    )
    op.create_table(
        "eon_properties",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("parent_kind", sa.String(16), nullable=False),
        sa.Column("parent_id", sa.String(36), nullable=False),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("value", LargeText, nullable=False),
        sa.UniqueConstraint("parent_kind", "parent_id", "key"),
    )
    op.create_table(
        "eon_proxies",
        sa.Column("parent_kind", sa.String(16), primary_key=True),
        sa.Column("parent_id", sa.String(36), primary_key=True),
        sa.Column("datacenter", sa.String(255), nullable=False),
        sa.Column("port_group", sa.String(255), nullable=False),
        sa.Column("hostname", sa.String(63), nullable=False),
        sa.Column("dhcp", sa.Boolean, nullable=False),
        sa.Column("address", sa.String(45)),
        sa.Column("netmask", sa.String(45)),
        sa.Column("gateway", sa.String(45)),
        sa.Column("updated_at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "eon_notifications",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("event", sa.String(64), nullable=False),
        sa.Column("payload", sa.JSON, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False, index=True),
    )


def _manager(**options):
    return sa.Column(
        "manager_id", sa.String(36), sa.ForeignKey("eon_managers.id", ondelete="CASCADE"), **options
    )
