"""Make the table of words that were taken out of patterns."""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pattern_redaction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pattern_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.CheckConstraint("why <> ''", name=op.f("ck_pattern_redaction_why")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_pattern_redaction_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["pattern_id", "number"],
            ["pattern_revision.pattern_id", "pattern_revision.number"],
            name=op.f("fk_pattern_redaction_pattern_id_pattern_revision"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pattern_redaction")),
    )
    op.create_index(
        op.f("ix_pattern_redaction_pattern_id_number"),
        "pattern_redaction",
        ["pattern_id", "number"],
    )
    op.create_index(op.f("ix_pattern_redaction_by_id"), "pattern_redaction", ["by_id"])


def downgrade() -> None:
    op.drop_table("pattern_redaction")
