"""Plans and imports of the nodes service."""

import sqlalchemy as sa
from alembic import op

from helion_services.base.times import UtcDateTime

revision = "nodes_0001"
down_revision = None
branch_labels = ("nodes",)
depends_on = None


def upgrade():
    if sa.inspect(op.get_bind()).has_table("plans"):  # made when all services had one chain
        return
    op.create_table(
        "plans",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("title", sa.String(255), nullable=False),
        sa.Column("request", sa.JSON, nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("watched", sa.JSON, nullable=False),
        sa.Column("work", sa.JSON, nullable=False),
        sa.Column("secret_id", sa.String(36)),
        sa.Column("operation_id", sa.String(36)),
        sa.Column("created_by", sa.String(255)),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("expires_at", UtcDateTime, nullable=False, index=True),
    )
    op.create_table(
        "imports",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("secret_id", sa.String(36), nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("expires_at", UtcDateTime, nullable=False, index=True),
    )
