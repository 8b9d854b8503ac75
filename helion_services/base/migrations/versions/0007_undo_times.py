"""Times of rolling a step back, beside those of running it."""

import sqlalchemy as sa
from alembic import op

from helion_services.base.times import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade():
    for column in ("undo_started_at", "undo_finished_at"):
        op.add_column("operation_steps", sa.Column(column, UtcDateTime))
