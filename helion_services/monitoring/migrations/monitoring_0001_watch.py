"""Tokens, results that wait, changes of state, and the last round."""

import sqlalchemy as sa
from alembic import op

from helion_services.base.times import UtcDateTime

revision = "monitoring_0001"
down_revision = None
branch_labels = ("monitoring",)
depends_on = None


def upgrade():
    op.create_table(
        "monitoring_tokens",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("host", sa.String(255), nullable=False, unique=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "monitoring_results",
        sa.Column("host", sa.String(150), primary_key=True),
        sa.Column("service", sa.String(100), primary_key=True),
        sa.Column("status", sa.Integer, nullable=False),
        sa.Column("output", sa.Text, nullable=False),
        sa.Column("performance", sa.JSON, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False, index=True),
    )
    op.create_table(
        "monitoring_changes",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("at", UtcDateTime, nullable=False, index=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("output", sa.String(4096), nullable=False),
        sa.UniqueConstraint("name", "at"),
    )
    op.create_table(
        "monitoring_rounds",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("outcome", sa.JSON, nullable=False),
        sa.Column("problems", sa.JSON, nullable=False),
    )
