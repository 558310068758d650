"""Make the table of whom items name."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agenda_item_mention",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_agenda_item_mention_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_agenda_item_mention_member_id_member")
        ),
        sa.PrimaryKeyConstraint("item_id", "member_id", name=op.f("pk_agenda_item_mention")),
    )
    op.create_index(
        op.f("ix_agenda_item_mention_member_id_at"), "agenda_item_mention", ["member_id", "at"]
    )


def downgrade() -> None:
    op.drop_table("agenda_item_mention")
