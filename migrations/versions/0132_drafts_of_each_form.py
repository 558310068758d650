"""Keep what is begun in each tab of a form by itself, in every form."""

import sqlalchemy as sa
from alembic import op

revision = "0132"
down_revision = "0131"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("draft") as table:
        table.add_column(sa.Column("tab", sa.String(16), nullable=False, server_default=""))
        table.drop_constraint(op.f("pk_draft"), type_="primary")
        table.create_primary_key(op.f("pk_draft"), ["member_id", "place", "tab"])


def downgrade() -> None:
    op.execute(
        "DELETE FROM draft WHERE EXISTS (SELECT 1 FROM draft AS later"
        " WHERE later.member_id = draft.member_id AND later.place = draft.place"
        " AND (later.at > draft.at OR (later.at = draft.at AND later.tab > draft.tab)))"
    )
    with op.batch_alter_table("draft") as table:
        table.drop_constraint(op.f("pk_draft"), type_="primary")
        table.create_primary_key(op.f("pk_draft"), ["member_id", "place"])
        table.drop_column("tab")
