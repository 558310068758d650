"""Let first links that are put into a note wait as well, and keep what waits as it is shown."""

import sqlalchemy as sa
from alembic import op

revision = "0091"
down_revision = "0090"
branch_labels = None
depends_on = None

_WAITS = sa.text("outcome IS NULL")
_OVER = "(changes_id IS NULL) = (base IS NULL)"
_NEW = (
    "text_html TEXT",
    "changes_id INTEGER CONSTRAINT fk_note_hold_changes_id_note REFERENCES note (id)",
    f"base INTEGER CONSTRAINT ck_note_hold_over_a_version CHECK ({_OVER})",
)


def upgrade() -> None:
    for column in _NEW:
        op.execute(f"ALTER TABLE note_hold ADD COLUMN {column}")
    op.create_index(op.f("ix_note_hold_changes_id"), "note_hold", ["changes_id"])
    op.create_index(
        "ix_note_hold_waits",
        "note_hold",
        ["id"],
        sqlite_where=_WAITS,
        postgresql_where=_WAITS,
    )


def downgrade() -> None:
    op.execute("DELETE FROM note_hold WHERE changes_id IS NOT NULL")
    for name in ("waits", "changes_id"):
        op.drop_index(f"ix_note_hold_{name}", "note_hold")
    with op.batch_alter_table("note_hold") as table:
        table.drop_constraint(op.f("ck_note_hold_over_a_version"), type_="check")
        for column in ("base", "changes_id", "text_html"):
            table.drop_column(column)
