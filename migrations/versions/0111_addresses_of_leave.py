"""Give a leave an address that says nothing of how many there are."""

import sqlalchemy as sa
from alembic import op

revision = "0111"
down_revision = "0110"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "responder_leave",
        sa.Column("key", sa.String(length=16), nullable=False, server_default=""),
    )
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    drawn = "lower(hex(randomblob(6)))" if is_sqlite else "substr(md5(random()::text || id), 1, 12)"
    op.execute(f"UPDATE responder_leave SET key = {drawn}")  # noqa: S608 - what stands here alone
    op.create_index(op.f("ix_responder_leave_key"), "responder_leave", ["key"], unique=True)


def downgrade() -> None:
    op.drop_index(op.f("ix_responder_leave_key"), "responder_leave")
    op.drop_column("responder_leave", "key")
