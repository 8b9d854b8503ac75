"""Which network a compute proxy is on: several may have the same name."""

import sqlalchemy as sa
from alembic import op

revision = "eon_0004"
down_revision = "eon_0003"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("eon_proxies", sa.Column("port_group_moid", sa.String(64)))
