"""Let a note be taken out by an emergency measure, until it ends."""

import sqlalchemy as sa
from alembic import op

revision = "0081"
down_revision = "0080"
branch_labels = None
depends_on = None

_CHECK = "until IS NULL OR emergency_id IS NOT NULL"
_COLUMNS = "emergency_id", "until"


def upgrade() -> None:
    # With the column, as SQLite adds no constraint to a table that is there.
    op.execute(
        "ALTER TABLE note_removal ADD COLUMN emergency_id INTEGER"
        " CONSTRAINT fk_note_removal_emergency_id_emergency REFERENCES emergency (id)"
    )
    instant = sa.DateTime(timezone=True).compile(op.get_bind().dialect)
    op.execute(
        f"ALTER TABLE note_removal ADD COLUMN until {instant}"
        f" CONSTRAINT ck_note_removal_until_when_at_once CHECK ({_CHECK})"
    )
    for column in _COLUMNS:
        op.create_index(op.f(f"ix_note_removal_{column}"), "note_removal", [column])


def downgrade() -> None:
    # Without its end a note hidden for a day would be out of sight for ever.
    op.execute(
        "UPDATE note_removal SET withdrawn_at = until, withdrawn_by_id = by_id"
        " WHERE until IS NOT NULL AND withdrawn_at IS NULL"
    )
    for column in reversed(_COLUMNS):
        op.drop_index(op.f(f"ix_note_removal_{column}"), "note_removal")
        op.drop_column("note_removal", column)
