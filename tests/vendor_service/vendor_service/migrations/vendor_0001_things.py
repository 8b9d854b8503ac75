"""Things."""

import sqlalchemy as sa
from alembic import op

revision = "vendor_0001"
down_revision = None
branch_labels = ("vendor",)
depends_on = None


def upgrade():
    op.create_table("vendor_things", sa.Column("name", sa.String(64), primary_key=True))
