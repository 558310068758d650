"""Make the table of those who use patterns."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

_USING = ("using", "want to try", "stopped", "did not fit")


def upgrade() -> None:
    op.create_table(
        "use_mark",
        sa.Column("pattern_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("using", _one_of("using", *_USING), nullable=False),
        sa.Column("shown", _one_of("shown", "counted", "public", "private"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["pattern_id"], ["pattern.id"], name=op.f("fk_use_mark_pattern_id_pattern")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_use_mark_person_id_person")
        ),
        sa.PrimaryKeyConstraint("pattern_id", "person_id", name=op.f("pk_use_mark")),
    )
    op.create_index(op.f("ix_use_mark_person_id"), "use_mark", ["person_id"])


def downgrade() -> None:
    op.drop_table("use_mark")


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=20)
