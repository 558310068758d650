"""Keep of each text that words were taken out of where it stood, and what it reads since; and let
what is kept of content name people no more, once they are erased.
"""

import sqlalchemy as sa
from alembic import op

revision = "0103"
down_revision = "0102"
branch_labels = None
depends_on = None

_TABLE = "content_kept_text"
_STATE = "content_state"
_STAYS = "content_state_stays_on_update"
_KEPT = (
    *("id", "key", "about", "subject_id", "state", "version_id", "clause_key", "by_id", "at"),
    *("written_at", "digest"),
)
_EMPTIED = {"why": "-", "title": "", "kept": ""}
_NAMES_NOBODY = "OLD.kept NOT LIKE '%@%' AND OLD.kept NOT LIKE '%/people/%'"


def upgrade() -> None:
    """Of what was kept before that is not known: its words stay with the state they belong to."""
    for name in ("spot", "reads"):
        op.add_column(_TABLE, sa.Column(name, sa.Text(), nullable=False, server_default=""))
    _watch({"kept": _NAMES_NOBODY})


def downgrade() -> None:
    _watch({})
    for name in ("reads", "spot"):
        op.drop_column(_TABLE, name)


def _watch(only: dict[str, str]) -> None:
    """Refuse changes, but for an end, and for what may go; `only` says of a column when."""
    others = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in _KEPT)
    ended = "NEW.ended_at IS NULL OR NEW.ended_at <> OLD.ended_at"
    ended += " OR NEW.ended_by_id <> OLD.ended_by_id"
    emptied = " OR ".join(
        f"(NEW.{name} <> OLD.{name} AND NEW.{name} <> '{gone}' AND {only.get(name, '1 = 1')})"
        for name, gone in _EMPTIED.items()
    )
    when = f"OLD.ended_at IS NOT NULL AND ({ended}) OR {others} OR {emptied}"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {_STAYS}")
        op.execute(
            f"CREATE TRIGGER {_STAYS} BEFORE UPDATE ON {_STATE} WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, '{_STAYS}'); END"
        )
        return
    op.execute(
        f"""
        CREATE OR REPLACE FUNCTION {_STAYS}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {when} THEN
                RAISE EXCEPTION '{_STAYS}' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        END $$
        """
    )
