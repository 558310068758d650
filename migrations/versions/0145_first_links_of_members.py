"""Let what a member proposes with a first link wait as what guests propose does."""

import sqlalchemy as sa
from alembic import op

revision = "0145"
down_revision = "0144"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("is_first_link", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("guest_proposal", column)


def downgrade() -> None:
    """What waits then is as a guest proposes it."""
    op.drop_column("guest_proposal", "is_first_link")
