"""Let the handles of those who left rest for a day."""

import sqlalchemy as sa
from alembic import op

revision = "0106"
down_revision = "0105"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "left_handle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.String(length=80), nullable=False),
        sa.Column("alike", sa.String(length=64), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_left_handle_member_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_left_handle")),
    )
    for column in ("member_id", "alike"):
        op.create_index(op.f(f"ix_left_handle_{column}"), "left_handle", [column])


def downgrade() -> None:
    op.drop_table("left_handle")
