"""Make the table that tells which open actions are on the list of a later call."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "carried_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("from_call_id", sa.Integer(), nullable=False),
        sa.Column("to_call_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("from_call_id <> to_call_id", name=op.f("ck_carried_action_two_calls")),
        sa.CheckConstraint(
            "(undone_at IS NULL) = (undone_by_id IS NULL)", name=op.f("ck_carried_action_undone_by")
        ),
        sa.ForeignKeyConstraint(
            ["note_id"], ["action.note_id"], name=op.f("fk_carried_action_note_id_action")
        ),
        sa.ForeignKeyConstraint(
            ["from_call_id"], ["call.id"], name=op.f("fk_carried_action_from_call_id_call")
        ),
        sa.ForeignKeyConstraint(
            ["to_call_id"], ["call.id"], name=op.f("fk_carried_action_to_call_id_call")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["member.id"], name=op.f("fk_carried_action_undone_by_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carried_action")),
    )
    for column in ("note_id", "from_call_id", "to_call_id", "undone_by_id"):
        op.create_index(op.f(f"ix_carried_action_{column}"), "carried_action", [column])
    op.create_index(
        "uq_carried_action_standing",
        "carried_action",
        ["note_id", "from_call_id"],
        unique=True,
        sqlite_where=sa.text("undone_at IS NULL"),
        postgresql_where=sa.text("undone_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("carried_action")
