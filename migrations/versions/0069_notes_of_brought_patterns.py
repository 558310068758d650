"""Keep of a pattern that was brought in which note it was begun from, by the key of that."""

import sqlalchemy as sa
from alembic import op

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("pattern_origin", sa.Column("begun_from", sa.String(16), nullable=True))


def downgrade() -> None:
    op.drop_column("pattern_origin", "begun_from")
