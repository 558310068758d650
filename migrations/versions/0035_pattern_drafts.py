"""Make the table of what is typed in the forms of the library."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pattern_draft",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=60), nullable=False),
        sa.Column("typed", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_pattern_draft_member_id_member")
        ),
        sa.PrimaryKeyConstraint("member_id", "place", name=op.f("pk_pattern_draft")),
    )
    op.create_index(op.f("ix_pattern_draft_member_id_at"), "pattern_draft", ["member_id", "at"])


def downgrade() -> None:
    op.drop_table("pattern_draft")
