"""Sources, entries, local content, templates and publications."""

import sqlalchemy as sa
from alembic import op

from helion_services.base.database import LargeText
from helion_services.base.times import UtcDateTime

revision = "sherpa_0001"
down_revision = None
branch_labels = ("sherpa",)
depends_on = None


def upgrade():
    _create_sources()
    op.create_table(
        "sherpa_entries",
        *_described(),
        sa.Column(
            "source_id",
            sa.String(36),
            sa.ForeignKey("sherpa_sources.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("rank", sa.Integer, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("updated_at", UtcDateTime, nullable=False),
        sa.UniqueConstraint("source_id", "target"),
    )
    op.create_table(
        "sherpa_content",
        *_described(),
        sa.Column("entry_id", sa.String(36), nullable=False, index=True),
        sa.Column("source_id", sa.String(36), nullable=False),
        sa.Column("source_name", sa.String(255), nullable=False),
        sa.Column("origin", sa.String(16), nullable=False),
    )
    _create_published()


def _create_sources():
    op.create_table(
        "sherpa_sources",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("name", sa.String(255), nullable=False, unique=True),
        sa.Column("url", sa.String(2000), nullable=False),
        sa.Column("username", sa.String(255)),
        sa.Column("secret_id", sa.String(255)),
        sa.Column("proxy", sa.String(2000)),
        sa.Column("ca_pem", sa.Text),
        sa.Column("root", LargeText, nullable=False),
        sa.Column("fingerprint", sa.String(95), nullable=False),
        sa.Column("enabled", sa.Boolean, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("state_reason", sa.Text),
        sa.Column("state_fact", sa.JSON(none_as_null=True)),
        sa.Column("versions", sa.JSON, nullable=False),
        sa.Column("expires_at", UtcDateTime),
        sa.Column("refreshed_at", UtcDateTime),
        sa.Column("attempted_at", UtcDateTime),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("updated_at", UtcDateTime, nullable=False),
    )


def _create_published():
    op.create_table(
        "sherpa_templates",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("version", sa.String(64), nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("body", LargeText, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.UniqueConstraint("name", "version"),
    )
    op.create_table(
        "sherpa_publications",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column(
            "content_id",
            sa.String(36),
            sa.ForeignKey("sherpa_content.id"),
            nullable=False,
            index=True,
        ),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("version", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("object_id", sa.String(36)),
        sa.Column("visibility", sa.String(16), nullable=False),
        sa.Column("project_id", sa.String(64)),
        sa.Column("published_by", sa.String(255)),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("updated_at", UtcDateTime, nullable=False),
    )


def _described():
    return (
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("target", sa.String(512), nullable=False),
        sa.Column("name", sa.String(255), nullable=False, index=True),
        sa.Column("version", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("provider", sa.String(255), nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("hashes", sa.JSON, nullable=False),
        sa.Column("build_no", sa.String(64)),
        sa.Column("priority", sa.String(16), nullable=False),
        sa.Column("reboot", sa.Boolean, nullable=False),
        sa.Column("needs", sa.JSON, nullable=False),
        sa.Column("notes", sa.Text, nullable=False),
        sa.Column("disk_format", sa.String(16), nullable=False),
        sa.Column("published_at", UtcDateTime),
        sa.Column("created_at", UtcDateTime, nullable=False),
    )
