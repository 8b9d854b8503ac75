"""Operations that wait for somebody, and whether a retry can do anything."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade():
    for name, default in (
        ("pausable", sa.false()),
        ("pause_requested", sa.false()),
        ("repeatable", sa.true()),
    ):
        column = sa.Column(name, sa.Boolean, nullable=False, server_default=default)
        op.add_column("operations", column)
    # Their file is deleted when they end.
    op.execute(
        "UPDATE operations SET repeatable = false WHERE service = 'sherpa' AND kind = 'import'"
    )
