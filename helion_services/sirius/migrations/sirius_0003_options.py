"""Further options of a back end."""

import sqlalchemy as sa
from alembic import op

revision = "sirius_0003"
down_revision = "sirius_0002"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("sirius_backends") as table:
        table.add_column(sa.Column("options", sa.JSON, nullable=False, server_default="{}"))
