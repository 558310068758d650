"""Keep that a known use waits until a curator has read it."""

import sqlalchemy as sa
from alembic import op

revision = "0146"
down_revision = "0145"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "use_hold",
        sa.Column("use_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by_id IS NULL)", name=op.f("ck_use_hold_ended_by")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["person.id"], name=op.f("fk_use_hold_ended_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["use_id"], ["known_use.id"], name=op.f("fk_use_hold_use_id_known_use")
        ),
        sa.PrimaryKeyConstraint("use_id", name=op.f("pk_use_hold")),
    )
    op.create_index(op.f("ix_use_hold_ended_by_id"), "use_hold", ["ended_by_id"])


def downgrade() -> None:
    op.drop_table("use_hold")
