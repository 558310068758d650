"""Keep how often a known use was said in other words, and which of them a verification is of."""

from alembic import op

revision = "0078"
down_revision = "0077"
branch_labels = None
depends_on = None
_TABLES = ("known_use", "use_verification")


def upgrade() -> None:
    for table in _TABLES:  # with its constraint, which SQLite takes with the column alone
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN version INTEGER DEFAULT 1 NOT NULL "
            f"CONSTRAINT ck_{table}_version_one CHECK (version >= 1)"
        )


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_column(table, "version")
