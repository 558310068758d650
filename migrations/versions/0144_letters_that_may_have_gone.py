"""When a letter was first tried and may have gone, unknown to us."""

import sqlalchemy as sa
from alembic import op

revision = "0144"
down_revision = "0143"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("letter", sa.Column("unsure_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("letter", "unsure_at")
