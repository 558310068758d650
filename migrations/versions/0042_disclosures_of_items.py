"""Say of each item of an agenda, and of each published one, whether a tool was involved."""

from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

_TABLES = ("agenda_item", "edition_item")


def upgrade() -> None:
    for table in _TABLES:  # in words: both databases add a column with what it refers to
        name = op.f(f"fk_{table}_disclosure_id_disclosure")
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN disclosure_id INTEGER"
            f" CONSTRAINT {name} REFERENCES disclosure (id)"
        )


def downgrade() -> None:
    for table in _TABLES:
        op.drop_column(table, "disclosure_id")
