"""Keep what is typed in each tab of a form of the library by itself."""

import sqlalchemy as sa
from alembic import op

revision = "0097"
down_revision = "0096"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("pattern_draft") as table:
        table.add_column(sa.Column("tab", sa.String(16), nullable=False, server_default=""))
        table.drop_constraint(op.f("pk_pattern_draft"), type_="primary")
        table.create_primary_key(op.f("pk_pattern_draft"), ["member_id", "place", "tab"])


def downgrade() -> None:
    op.execute("DELETE FROM pattern_draft WHERE tab <> ''")
    with op.batch_alter_table("pattern_draft") as table:
        table.drop_constraint(op.f("pk_pattern_draft"), type_="primary")
        table.create_primary_key(op.f("pk_pattern_draft"), ["member_id", "place"])
        table.drop_column("tab")
