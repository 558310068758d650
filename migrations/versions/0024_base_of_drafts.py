"""Let drafts of changes say which version they were written over."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("note_draft") as table:
        table.add_column(sa.Column("base", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("note_draft") as table:
        table.drop_column("base")
