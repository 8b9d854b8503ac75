"""The row that is locked by all that write; fractions of seconds on MySQL."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0005"
down_revision = "0002"
branch_labels = None
depends_on = None

_MOMENTS = {
    "secrets": ["created_at"],
    "idempotency_keys": ["created_at"],
    "audit_events": ["at"],
    "operations": ["lease_until", "created_at", "updated_at", "started_at", "finished_at"],
    "operation_steps": ["started_at", "finished_at"],
    "operation_lines": ["at"],
}
_MAY_BE_MISSING = {"lease_until", "started_at", "finished_at"}


def upgrade():
    lock = op.create_table("write_lock", sa.Column("id", sa.Integer, primary_key=True))
    op.bulk_insert(lock, [{"id": 1}])
    if op.get_bind().dialect.name not in ("mysql", "mariadb"):
        return
    for table, columns in _MOMENTS.items():
        for column in columns:
            op.alter_column(
                table,
                column,
                existing_type=mysql.DATETIME(),
                type_=mysql.DATETIME(fsp=6),
                existing_nullable=column in _MAY_BE_MISSING,
            )
