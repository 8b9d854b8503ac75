"""Receivers of messages, and the problems they hear of."""

import sqlalchemy as sa
from alembic import op

from helion_services.base.times import UtcDateTime

revision = "monitoring_0002"
down_revision = "monitoring_0001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "monitoring_receivers",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("name", sa.String(255), nullable=False, unique=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("events", sa.JSON, nullable=False),
        sa.Column("enabled", sa.Boolean, nullable=False),
        sa.Column("host", sa.String(255), nullable=False),
        sa.Column("port", sa.Integer, nullable=False),
        sa.Column("security", sa.String(16), nullable=False),
        sa.Column("username", sa.String(255)),
        sa.Column("sender", sa.String(255), nullable=False),
        sa.Column("recipients", sa.JSON, nullable=False),
        sa.Column("ca_pem", sa.Text),
        sa.Column("secret_id", sa.String(255)),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("state_reason", sa.Text),
        sa.Column("state_fact", sa.JSON),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("updated_at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "monitoring_notices",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("receiver_id", sa.String(36), nullable=False, index=True),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("event", sa.String(16), nullable=False),
        sa.Column("title", sa.String(255), nullable=False),
        sa.Column("text", sa.String(2000), nullable=False),
        sa.Column("since", UtcDateTime, nullable=False),
        sa.Column("sent_at", UtcDateTime),
        sa.Column("over_at", UtcDateTime),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due_at", UtcDateTime, nullable=False, index=True),
        sa.UniqueConstraint("receiver_id", "key"),
    )
