"""Keep from which revision on a pattern is read by others than its author."""

from alembic import op

revision = "0074"
down_revision = "0073"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(  # with its constraint, which SQLite takes with the column alone
        "ALTER TABLE pattern ADD COLUMN opened_from INTEGER DEFAULT 1 NOT NULL "
        "CONSTRAINT ck_pattern_opened_from_one CHECK (opened_from >= 1)"
    )


def downgrade() -> None:
    op.drop_column("pattern", "opened_from")
