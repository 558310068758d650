"""Let threads be about items of agendas."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "item_thread",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_item_thread_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["thread.id"], name=op.f("fk_item_thread_thread_id_thread")
        ),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_item_thread")),
        sa.UniqueConstraint("thread_id", name=op.f("uq_item_thread_thread_id")),
    )


def downgrade() -> None:
    op.execute(
        "UPDATE thread SET about = 'nothing' WHERE id IN (SELECT thread_id FROM item_thread)"
    )
    op.drop_table("item_thread")
