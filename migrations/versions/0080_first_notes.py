"""Make the table of first notes that wait until a responder has read them."""

import sqlalchemy as sa
from alembic import op

revision = "0080"
down_revision = "0079"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "note_hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column(
            "note_kind",
            sa.Enum(
                "note",
                "question",
                "decision",
                "action",
                "evidence",
                "caution",
                "adaptation",
                "translation",
                "quote",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("text_source", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("follows", sa.String(length=80), nullable=True),
        sa.Column("disclosure_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "let through",
                "spam",
                name="read",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("note_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(note_id IS NOT NULL) = (outcome IS NOT NULL AND outcome = 'let through')",
            name=op.f("ck_note_hold_note_of_let_through"),
        ),
        sa.CheckConstraint(
            "(note_id IS NOT NULL) = (text_source = '')", name=op.f("ck_note_hold_words_once")
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (ended_at IS NULL)", name=op.f("ck_note_hold_ended_at")
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (ended_by_id IS NULL)", name=op.f("ck_note_hold_ended_by")
        ),
        sa.CheckConstraint("ended_by_id <> by_id", name=op.f("ck_note_hold_ended_by_another")),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"], name=op.f("fk_note_hold_by_id_member")),
        sa.ForeignKeyConstraint(
            ["disclosure_id"], ["disclosure.id"], name=op.f("fk_note_hold_disclosure_id_disclosure")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["member.id"], name=op.f("fk_note_hold_ended_by_id_member")
        ),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name=op.f("fk_note_hold_note_id_note")),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["member.id"], name=op.f("fk_note_hold_owner_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["note.id"], name=op.f("fk_note_hold_parent_id_note")
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["thread.id"], name=op.f("fk_note_hold_thread_id_thread")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_hold")),
        sa.UniqueConstraint("key", name=op.f("uq_note_hold_key")),
        sa.UniqueConstraint("note_id", name=op.f("uq_note_hold_note_id")),
    )
    op.create_index(op.f("ix_note_hold_by_id"), "note_hold", ["by_id"], unique=False)
    op.create_index(op.f("ix_note_hold_ended_by_id"), "note_hold", ["ended_by_id"], unique=False)
    op.create_index(
        op.f("ix_note_hold_thread_id_by_id"), "note_hold", ["thread_id", "by_id"], unique=False
    )


def downgrade() -> None:
    op.drop_table("note_hold")
