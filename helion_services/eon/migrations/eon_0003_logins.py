"""When a login that was refused is tried again."""

import sqlalchemy as sa
from alembic import op

from helion_services.base.times import UtcDateTime

revision = "eon_0003"
down_revision = "eon_0002"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("eon_managers", sa.Column("login_after", UtcDateTime()))
    pause = sa.Column("login_pause", sa.Float(), nullable=False, server_default="0")
    op.add_column("eon_managers", pause)
