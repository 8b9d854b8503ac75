"""Repositories and backups."""

import sqlalchemy as sa
from alembic import op

from helion_services.base.database import LargeText
from helion_services.base.times import UtcDateTime

revision = "backup_0001"
down_revision = None
branch_labels = ("backup",)
depends_on = None


def upgrade():
    op.create_table(
        "backup_repositories",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("name", sa.String(255), nullable=False, unique=True),
        sa.Column("location", sa.String(1000), nullable=False),
        sa.Column("keys_location", sa.String(1000), nullable=False),
        sa.Column("secret_id", sa.String(255), nullable=False),
        sa.Column("schedule", sa.JSON(none_as_null=True)),
        sa.Column("retention", sa.JSON, nullable=False),
        sa.Column("scheduled_at", UtcDateTime),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("state_reason", sa.Text),
        sa.Column("state_fact", sa.JSON(none_as_null=True)),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("updated_at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "backup_snapshots",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column(
            "repository_id",
            sa.String(36),
            sa.ForeignKey("backup_repositories.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("restic_id", sa.String(64), nullable=False),
        sa.Column("keys_id", sa.String(64)),
        sa.Column("cloud", sa.String(36), nullable=False),
        sa.Column("taken_at", UtcDateTime, nullable=False, index=True),
        sa.Column("parts", sa.JSON, nullable=False),
        sa.Column("counts", sa.JSON, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("added", sa.BigInteger, nullable=False),
        sa.Column("manifest", LargeText, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("verified_at", UtcDateTime),
        sa.Column("verification", sa.JSON(none_as_null=True)),
    )
    op.create_table("backup_cloud", sa.Column("id", sa.String(36), primary_key=True))
