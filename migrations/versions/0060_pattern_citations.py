"""Make the table of where patterns are cited."""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pattern_citation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pattern_id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=True),
        sa.Column("call_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(note_id IS NULL) <> (call_id IS NULL)", name=op.f("ck_pattern_citation_one_place")
        ),
        sa.ForeignKeyConstraint(
            ["call_id"], ["call.id"], name=op.f("fk_pattern_citation_call_id_call")
        ),
        sa.ForeignKeyConstraint(
            ["note_id"], ["note.id"], name=op.f("fk_pattern_citation_note_id_note")
        ),
        sa.ForeignKeyConstraint(
            ["pattern_id"], ["pattern.id"], name=op.f("fk_pattern_citation_pattern_id_pattern")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pattern_citation")),
        sa.UniqueConstraint("pattern_id", "note_id", name="uq_pattern_citation_note"),
        sa.UniqueConstraint("pattern_id", "call_id", name="uq_pattern_citation_call"),
    )
    op.create_index(op.f("ix_pattern_citation_call_id"), "pattern_citation", ["call_id"])
    op.create_index(op.f("ix_pattern_citation_note_id"), "pattern_citation", ["note_id"])


def downgrade() -> None:
    op.drop_table("pattern_citation")
