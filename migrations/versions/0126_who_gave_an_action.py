"""Keep who gave an action to whoever does it, and when; of earlier ones it is not known."""

import sqlalchemy as sa
from alembic import op

revision = "0126"
down_revision = "0125"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("action", sa.Column("given_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(  # in words: both databases add a column with what it refers to
        "ALTER TABLE action ADD COLUMN given_by_id INTEGER"
        f" CONSTRAINT {op.f('fk_action_given_by_id_member')} REFERENCES member (id)"
    )
    op.create_index(op.f("ix_action_given_by_id"), "action", ["given_by_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_action_given_by_id"), "action")
    op.drop_column("action", "given_by_id")
    op.drop_column("action", "given_at")
