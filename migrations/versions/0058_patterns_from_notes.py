"""Make the table of which note a pattern was begun from."""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pattern_note_source",
        sa.Column("pattern_id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_pattern_note_source_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["note_id"], ["note.id"], name=op.f("fk_pattern_note_source_note_id_note")
        ),
        sa.ForeignKeyConstraint(
            ["pattern_id"], ["pattern.id"], name=op.f("fk_pattern_note_source_pattern_id_pattern")
        ),
        sa.PrimaryKeyConstraint("pattern_id", name=op.f("pk_pattern_note_source")),
    )
    op.create_index(op.f("ix_pattern_note_source_by_id"), "pattern_note_source", ["by_id"])
    op.create_index(
        op.f("ix_pattern_note_source_note_id_by_id"), "pattern_note_source", ["note_id", "by_id"]
    )


def downgrade() -> None:
    op.drop_table("pattern_note_source")
