"""Files that are being uploaded."""

import sqlalchemy as sa
from alembic import op

from helion_services.base.times import UtcDateTime

revision = "sherpa_0002"
down_revision = "sherpa_0001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "sherpa_uploads",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("source_id", sa.String(36), nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
    )
