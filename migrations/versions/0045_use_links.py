"""Make the table of what looking at links of known uses has come to."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "use_link",
        sa.Column("use_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failing_days", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["use_id"], ["known_use.id"], name=op.f("fk_use_link_use_id_known_use")
        ),
        sa.PrimaryKeyConstraint("use_id", name=op.f("pk_use_link")),
    )


def downgrade() -> None:
    op.drop_table("use_link")
