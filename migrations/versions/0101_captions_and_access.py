"""Let captions be a role at a call, and let series and calls say what is known of access."""

import sqlalchemy as sa
from alembic import op

revision = "0101"
down_revision = "0100"
branch_labels = None
depends_on = None

_TABLE, _NAME = "call_role", "ck_call_role_callrole"
_BEFORE = ("facilitator", "co-facilitator", "notes", "queue and time", "welcome", "conduct contact")
_STANDING = sa.text("ended_at IS NULL")


def upgrade() -> None:
    _allow((*_BEFORE[:4], "captions", *_BEFORE[4:]))
    said = sa.Column("access", sa.String(length=300), nullable=False, server_default="")
    op.add_column("series", said)
    op.add_column("call", sa.Column("access", sa.String(length=300), nullable=True))


def downgrade() -> None:
    """Who had the captions is known no more."""
    op.drop_column("call", "access")
    op.drop_column("series", "access")
    op.execute(f"DELETE FROM {_TABLE} WHERE role = 'captions'")  # noqa: S608 - ours
    _allow(_BEFORE)


def _allow(roles: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{role}'" for role in roles)
    with op.batch_alter_table(_TABLE) as batch:
        batch.drop_constraint(op.f(_NAME), type_="check")
        batch.create_check_constraint(op.f(_NAME), f"role IN ({listed})")
