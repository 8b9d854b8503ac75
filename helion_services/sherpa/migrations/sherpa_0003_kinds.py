"""Kinds of sources: TUF repositories, and simplestreams mirrors with a keyring."""

import sqlalchemy as sa
from alembic import op

revision = "sherpa_0003"
down_revision = "sherpa_0002"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column(
        "sherpa_sources",
        sa.Column("kind", sa.String(16), nullable=False, server_default="tuf"),
    )
    op.add_column("sherpa_sources", sa.Column("keyring", sa.Text))
