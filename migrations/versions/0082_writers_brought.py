"""Keep whom a pattern that was brought in is credited to besides those who made its revisions."""

import sqlalchemy as sa
from alembic import op

revision = "0082"
down_revision = "0081"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pattern_brought_writer",
        sa.Column("pattern_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("by_note", sa.Boolean(), nullable=False),
        sa.CheckConstraint("place < 0", name=op.f("ck_pattern_brought_writer_place_before")),
        sa.ForeignKeyConstraint(
            ["pattern_id"],
            ["pattern.id"],
            name=op.f("fk_pattern_brought_writer_pattern_id_pattern"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_pattern_brought_writer_person_id_person"),
        ),
        sa.PrimaryKeyConstraint("pattern_id", "place", name=op.f("pk_pattern_brought_writer")),
    )
    op.create_index(
        op.f("ix_pattern_brought_writer_person_id"), "pattern_brought_writer", ["person_id"]
    )


def downgrade() -> None:
    op.drop_table("pattern_brought_writer")
