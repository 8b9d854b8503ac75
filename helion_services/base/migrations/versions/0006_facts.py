"""Codes and parameters beside the sentences of operations."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_COLUMNS = (
    ("operations", "title_fact"),
    ("operation_steps", "title_fact"),
    ("operation_steps", "message_fact"),
    ("operation_lines", "text_fact"),
)


def upgrade():
    for table, column in _COLUMNS:
        op.add_column(table, sa.Column(column, sa.JSON(none_as_null=True)))
