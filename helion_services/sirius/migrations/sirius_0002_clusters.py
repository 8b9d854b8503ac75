"""StoreVirtual clusters."""

import sqlalchemy as sa
from alembic import op

from helion_services.base.times import UtcDateTime

revision = "sirius_0002"
down_revision = "sirius_0001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "sirius_clusters",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("hostname", sa.String(255), nullable=False),
        sa.Column("subnet", sa.String(15), nullable=False),
        sa.Column("port", sa.Integer, nullable=False),
        sa.Column("ssh_port", sa.Integer, nullable=False),
        sa.Column("username", sa.String(255), nullable=False),
        sa.Column("secret_id", sa.String(255), nullable=False),
        sa.Column("ca_pem", sa.Text),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("state_reason", sa.Text),
        sa.Column("state_fact", sa.JSON(none_as_null=True)),
        sa.Column("facts", sa.JSON, nullable=False),
        sa.Column("read_at", UtcDateTime),
        sa.Column("backend_id", sa.String(36), sa.ForeignKey("sirius_backends.id"), index=True),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("updated_at", UtcDateTime, nullable=False),
        sa.UniqueConstraint("hostname", "name"),
    )
