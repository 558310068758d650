"""Whether somebody shows their name at a call is told by since when they do, and nothing else."""

import sqlalchemy as sa
from alembic import op

revision = "0127"
down_revision = "0126"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE presence SET named_at = at WHERE shows_name AND named_at IS NULL")
    with op.batch_alter_table("presence") as batch:
        batch.drop_constraint(op.f("ck_presence_named"), type_="check")
        batch.drop_column("shows_name")


def downgrade() -> None:
    none = sa.false()
    with op.batch_alter_table("presence") as batch:
        batch.add_column(sa.Column("shows_name", sa.Boolean(), nullable=False, server_default=none))
    op.execute("UPDATE presence SET shows_name = (named_at IS NOT NULL)")
    with op.batch_alter_table("presence") as batch:
        batch.alter_column("shows_name", server_default=None)
        batch.create_check_constraint(op.f("ck_presence_named"), "named_at IS NULL OR shows_name")
