"""How many managers a StoreVirtual group runs, which LeftHand OS does not report."""

import sqlalchemy as sa
from alembic import op

revision = "sirius_0004"
down_revision = "sirius_0003"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("sirius_clusters") as table:
        table.add_column(sa.Column("managers", sa.Integer))
