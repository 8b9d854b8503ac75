"""Arrays, registered CPGs, and back ends."""

import sqlalchemy as sa
from alembic import op

from helion_services.base.times import UtcDateTime

revision = "sirius_0001"
down_revision = None
branch_labels = ("sirius",)
depends_on = None


def upgrade():
    op.create_table(
        "sirius_storeservs",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("name", sa.String(255), nullable=False, unique=True),
        sa.Column("hostname", sa.String(255), nullable=False),
        sa.Column("port", sa.Integer, nullable=False),
        sa.Column("username", sa.String(255), nullable=False),
        sa.Column("san_ip", sa.String(255), nullable=False),
        sa.Column("san_username", sa.String(255), nullable=False),
        sa.Column("secret_id", sa.String(255), nullable=False),
        sa.Column("device_type", sa.String(16), nullable=False),
        sa.Column("iscsi_ips", sa.JSON, nullable=False),
        sa.Column("ca_pem", sa.Text),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("state_reason", sa.Text),
        sa.Column("state_fact", sa.JSON(none_as_null=True)),
        sa.Column("serial", sa.String(64), unique=True),
        sa.Column("facts", sa.JSON, nullable=False),
        sa.Column("read_at", UtcDateTime),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("updated_at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "sirius_backends",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("name", sa.String(255), nullable=False, unique=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("updated_at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "sirius_cpgs",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column(
            "storeserv_id",
            sa.String(36),
            sa.ForeignKey("sirius_storeservs.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("backend_id", sa.String(36), sa.ForeignKey("sirius_backends.id"), index=True),
        sa.Column("created_at", UtcDateTime, nullable=False),
    )
