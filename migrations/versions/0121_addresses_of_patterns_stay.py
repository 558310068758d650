"""Keep the addresses of patterns, what tells those that were given up, and what patterns that were
brought in were made from.
"""

import sqlalchemy as sa
from alembic import op

revision = "0121"
down_revision = "0120"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pattern_address",
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("pattern_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pattern_id"], ["pattern.id"], name=op.f("fk_pattern_address_pattern_id_pattern")
        ),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_pattern_address")),
    )
    op.create_index(op.f("ix_pattern_address_pattern_id"), "pattern_address", ["pattern_id"])
    op.create_table(
        "pattern_address_given_up",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_pattern_address_given_up")),
    )
    op.add_column(
        "pattern_origin",
        sa.Column("adapted_from", sa.Text(), server_default="[]", nullable=False),
    )


def downgrade() -> None:
    op.drop_column("pattern_origin", "adapted_from")
    op.drop_table("pattern_address_given_up")
    op.drop_index(op.f("ix_pattern_address_pattern_id"), table_name="pattern_address")
    op.drop_table("pattern_address")
