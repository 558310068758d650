"""Let a decision name the pattern that it follows, by the address of that."""

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("decision", sa.Column("follows", sa.String(80), nullable=True))
    op.create_index(op.f("ix_decision_follows"), "decision", ["follows"])


def downgrade() -> None:
    op.drop_index(op.f("ix_decision_follows"), "decision")
    op.drop_column("decision", "follows")
