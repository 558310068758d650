"""Make the table of where patterns came from."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pattern_origin",
        sa.Column("pattern_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=2000), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_pattern_origin_revision_from_one")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_pattern_origin_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["pattern_id"], ["pattern.id"], name=op.f("fk_pattern_origin_pattern_id_pattern")
        ),
        sa.PrimaryKeyConstraint("pattern_id", name=op.f("pk_pattern_origin")),
    )
    op.create_index(op.f("ix_pattern_origin_by_id"), "pattern_origin", ["by_id"])


def downgrade() -> None:
    op.drop_table("pattern_origin")
