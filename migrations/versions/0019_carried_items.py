"""Make the tables that tell where items of agendas came from."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "carried_over",
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("to_call_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id"], ["call.id"], name=op.f("fk_carried_over_call_id_call")
        ),
        sa.ForeignKeyConstraint(
            ["to_call_id"], ["call.id"], name=op.f("fk_carried_over_to_call_id_call")
        ),
        sa.PrimaryKeyConstraint("call_id", name=op.f("pk_carried_over")),
    )
    op.create_index(op.f("ix_carried_over_to_call_id"), "carried_over", ["to_call_id"])
    op.create_table(
        "carried_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("from_call_id", sa.Integer(), nullable=False),
        sa.Column("to_call_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("from_call_id <> to_call_id", name=op.f("ck_carried_item_two_calls")),
        sa.CheckConstraint(
            "(undone_at IS NULL) = (undone_by_id IS NULL)", name=op.f("ck_carried_item_undone_by")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_carried_item_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(
            ["from_call_id"], ["call.id"], name=op.f("fk_carried_item_from_call_id_call")
        ),
        sa.ForeignKeyConstraint(
            ["to_call_id"], ["call.id"], name=op.f("fk_carried_item_to_call_id_call")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["member.id"], name=op.f("fk_carried_item_undone_by_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carried_item")),
    )
    for column in ("item_id", "from_call_id", "to_call_id", "undone_by_id"):
        op.create_index(op.f(f"ix_carried_item_{column}"), "carried_item", [column])


def downgrade() -> None:
    op.drop_table("carried_item")
    op.drop_table("carried_over")
