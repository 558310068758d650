"""Make the table of roles at calls."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_ROLES = "'facilitator', 'co-facilitator', 'notes', 'queue and time', 'welcome', 'conduct contact'"
_STANDING = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "call_role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(f"role IN ({_ROLES})", name=op.f("ck_call_role_callrole")),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_call_role_call_id_call")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_call_role_member_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_role")),
    )
    for column in ("call_id", "member_id"):
        op.create_index(op.f(f"ix_call_role_{column}"), "call_role", [column])
    op.create_index(
        "uq_call_role_standing",
        "call_role",
        ["call_id", "role"],
        unique=True,
        sqlite_where=_STANDING,
        postgresql_where=_STANDING,
    )


def downgrade() -> None:
    op.drop_table("call_role")
