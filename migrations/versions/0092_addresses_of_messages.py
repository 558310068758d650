"""Give messages of cases an address that says nothing of how many there are."""

import sqlalchemy as sa
from alembic import op

revision = "0092"
down_revision = "0091"
branch_labels = None
depends_on = None

_HELD = "case_message_stays_on_update"


def upgrade() -> None:
    op.add_column(
        "case_message",
        sa.Column("key", sa.String(length=16), nullable=False, server_default=""),
    )
    again = _let_go()
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    drawn = "lower(hex(randomblob(6)))" if is_sqlite else "substr(md5(random()::text || id), 1, 12)"
    op.execute(f"UPDATE case_message SET key = {drawn}")  # noqa: S608 - what stands here alone
    op.execute(again)


def downgrade() -> None:
    op.drop_column("case_message", "key")


def _let_go() -> str:
    """Let rows be changed until what is given back is executed."""
    if op.get_bind().dialect.name != "sqlite":
        op.execute(f"ALTER TABLE case_message DISABLE TRIGGER {_HELD}")
        return f"ALTER TABLE case_message ENABLE TRIGGER {_HELD}"
    query = sa.text("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = :name")
    made = str(op.get_bind().execute(query, {"name": _HELD}).scalar_one())
    op.execute(f"DROP TRIGGER {_HELD}")
    return made
