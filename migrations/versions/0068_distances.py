"""Whom members mute and block, which they alone are shown."""

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "member_distance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("is_named", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("by_id <> other_id", name=op.f("ck_member_distance_between_two")),
        sa.CheckConstraint("kind IN ('mute', 'block')", name=op.f("ck_member_distance_keeping")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["member.id"], name=op.f("fk_member_distance_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["member.id"], name=op.f("fk_member_distance_other_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_distance")),
        sa.UniqueConstraint("by_id", "other_id", "is_named", name="uq_member_distance_pair"),
    )
    op.create_index(op.f("ix_member_distance_other_id"), "member_distance", ["other_id"])


def downgrade() -> None:
    op.drop_table("member_distance")
