"""Publications in an object store."""

import sqlalchemy as sa
from alembic import op

revision = "sherpa_0005"
down_revision = "sherpa_0004"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("sherpa_publications", sa.Column("path", sa.Text))
