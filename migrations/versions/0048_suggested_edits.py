"""Make the tables of suggested edits of patterns, and of what is said and decided of them."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_suggestions()
    _make_answers()


def downgrade() -> None:
    op.drop_table("pattern_suggestion_message")
    op.drop_table("pattern_suggestion_decision")
    op.drop_table("pattern_suggested_section")
    op.drop_table("pattern_suggestion")


def _make_suggestions() -> None:
    op.create_table(
        "pattern_suggestion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pattern_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("disclosure_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_pattern_suggestion_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["disclosure_id"],
            ["disclosure.id"],
            name=op.f("fk_pattern_suggestion_disclosure_id_disclosure"),
        ),
        sa.ForeignKeyConstraint(
            ["pattern_id", "number"],
            ["pattern_revision.pattern_id", "pattern_revision.number"],
            name=op.f("fk_pattern_suggestion_pattern_id_pattern_revision"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pattern_suggestion")),
    )
    op.create_index(
        op.f("ix_pattern_suggestion_by_id_id"), "pattern_suggestion", ["by_id", "id"], unique=False
    )
    op.create_index(
        op.f("ix_pattern_suggestion_pattern_id_id"),
        "pattern_suggestion",
        ["pattern_id", "id"],
        unique=False,
    )
    op.create_table(
        "pattern_suggested_section",
        sa.Column("suggestion_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=20), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("is_taken", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["suggestion_id"],
            ["pattern_suggestion.id"],
            name=op.f("fk_pattern_suggested_section_suggestion_id_pattern_suggestion"),
        ),
        sa.PrimaryKeyConstraint(
            "suggestion_id", "section", name=op.f("pk_pattern_suggested_section")
        ),
    )


def _make_answers() -> None:
    op.create_table(
        "pattern_suggestion_decision",
        sa.Column("suggestion_id", sa.Integer(), nullable=False),
        sa.Column("pattern_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "number IS NOT NULL OR reason <> ''",
            name=op.f("ck_pattern_suggestion_decision_declined_why"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_pattern_suggestion_decision_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["pattern_id", "number"],
            ["pattern_revision.pattern_id", "pattern_revision.number"],
            name=op.f("fk_pattern_suggestion_decision_pattern_id_pattern_revision"),
        ),
        sa.ForeignKeyConstraint(
            ["suggestion_id"],
            ["pattern_suggestion.id"],
            name=op.f("fk_pattern_suggestion_decision_suggestion_id_pattern_suggestion"),
        ),
        sa.PrimaryKeyConstraint("suggestion_id", name=op.f("pk_pattern_suggestion_decision")),
    )
    op.create_index(
        op.f("ix_pattern_suggestion_decision_by_id"),
        "pattern_suggestion_decision",
        ["by_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_pattern_suggestion_decision_pattern_id_number"),
        "pattern_suggestion_decision",
        ["pattern_id", "number"],
        unique=False,
    )
    op.create_table(
        "pattern_suggestion_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("suggestion_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("words <> ''", name=op.f("ck_pattern_suggestion_message_words_said")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_pattern_suggestion_message_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["suggestion_id"],
            ["pattern_suggestion.id"],
            name=op.f("fk_pattern_suggestion_message_suggestion_id_pattern_suggestion"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pattern_suggestion_message")),
    )
    op.create_index(
        op.f("ix_pattern_suggestion_message_by_id"),
        "pattern_suggestion_message",
        ["by_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_pattern_suggestion_message_suggestion_id_id"),
        "pattern_suggestion_message",
        ["suggestion_id", "id"],
        unique=False,
    )
