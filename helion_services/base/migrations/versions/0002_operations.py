"""Operations, their steps, log lines and resources."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "operations",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("service", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("title", sa.String(255), nullable=False),
        sa.Column("state", sa.String(16), nullable=False, index=True),
        sa.Column("progress", sa.Integer, nullable=False),
        sa.Column("request", sa.JSON, nullable=False),
        sa.Column("notes", sa.JSON, nullable=False),
        sa.Column("secret_id", sa.String(36)),
        sa.Column("error", sa.JSON(none_as_null=True)),
        sa.Column("cancel_requested", sa.Boolean, nullable=False),
        sa.Column("no_return", sa.Boolean, nullable=False),
        sa.Column("retry_of", sa.String(36), index=True),
        sa.Column("started_by_id", sa.String(64)),
        sa.Column("started_by_name", sa.String(255)),
        sa.Column("project_id", sa.String(64)),
        sa.Column("request_id", sa.String(64)),
        sa.Column("owner", sa.String(255)),
        sa.Column("lease_until", sa.DateTime),
        sa.Column("created_at", sa.DateTime, nullable=False, index=True),
        sa.Column("updated_at", sa.DateTime, nullable=False),
        sa.Column("started_at", sa.DateTime),
        sa.Column("finished_at", sa.DateTime),
    )
    op.create_table(
        "operation_steps",
        _operation(primary_key=True),
        sa.Column("name", sa.String(128), primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("title", sa.String(255), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("progress", sa.Integer, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("started_at", sa.DateTime),
        sa.Column("finished_at", sa.DateTime),
    )
    op.create_table(
        "operation_lines",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        _operation(index=True, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("step", sa.String(128)),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_table(
        "operation_resources",
        _operation(primary_key=True),
        sa.Column("resource", sa.String(191), primary_key=True, index=True),
        sa.Column("held", sa.String(191), unique=True),
    )


def _operation(**options):
    return sa.Column(
        "operation_id",
        sa.String(36),
        sa.ForeignKey("operations.id", ondelete="CASCADE"),
        **options,
    )
