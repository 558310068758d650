"""Keep of which revision a curator spoke and a check was made."""

import sqlalchemy as sa
from alembic import op

revision = "0075"
down_revision = "0074"
branch_labels = None
depends_on = None

_TABLES = ("pattern_curator_word", "pattern_check")


def upgrade() -> None:
    for table in _TABLES:
        op.add_column(table, sa.Column("number", sa.Integer(), nullable=True))


def downgrade() -> None:
    for table in _TABLES:
        op.drop_column(table, "number")
