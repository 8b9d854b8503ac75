"""Which process answers a request with a key, and which operation the request began."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade():
    for name, length in (("owner", 255), ("operation_id", 36)):
        op.add_column("idempotency_keys", sa.Column(name, sa.String(length)))
