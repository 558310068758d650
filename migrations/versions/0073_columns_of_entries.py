"""Say in each entry of the audit log which columns its digest is of."""

import sqlalchemy as sa
from alembic import op

revision = "0073"
down_revision = "0072"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("audit_entry", sa.Column("said_of", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("audit_entry", "said_of")
