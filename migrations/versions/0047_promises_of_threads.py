"""Let the database keep what was held by the program alone: that answers stand in the thread of
what they answer, that a thread is about one thing, that what is undone says by whom, and that an
item that is published has minutes.
"""

import re

from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

_WITHDRAWN = "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)"
_CHECKS = {
    "ck_note_removal_withdrawn_by": ("note_removal", _WITHDRAWN),
    "ck_completion_withdrawn_by": ("completion", _WITHDRAWN),
    "ck_edition_item_minutes": ("edition_item", "minutes BETWEEN 1 AND 480"),
}
_ELSEWHERE = (
    "EXISTS (SELECT 1 FROM note AS other WHERE other.thread_id <> NEW.thread_id"
    " AND other.id IN (NEW.parent_id, NEW.root_id))"
)
_WATCHED = {
    "note_in_one_thread": (
        "note",
        _ELSEWHERE,
    ),
    "call_thread_one_subject": (
        "call_thread",
        "EXISTS (SELECT 1 FROM item_thread AS other WHERE other.thread_id = NEW.thread_id)",
    ),
    "item_thread_one_subject": (
        "item_thread",
        "EXISTS (SELECT 1 FROM call_thread AS other WHERE other.thread_id = NEW.thread_id)",
    ),
}
_ACTIONS = ("INSERT", "UPDATE")


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, (table, check) in _CHECKS.items():
        if is_sqlite:  # which adds no constraint to a table that is there
            _watch_on_sqlite(name, table, f"NOT ({_of_new(check)})")
        else:
            op.create_check_constraint(op.f(name), table, check)
    for name, (table, broken) in _WATCHED.items():
        if is_sqlite:
            _watch_on_sqlite(name, table, broken)
        else:
            _watch_on_postgresql(name, table, broken)


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, (table, _) in (_CHECKS | _WATCHED).items():
        if is_sqlite:
            for action in _ACTIONS:
                op.execute(f"DROP TRIGGER {name}_{action.lower()}")
        elif name in _CHECKS:
            op.drop_constraint(op.f(name), table, type_="check")
        else:
            op.execute(f"DROP TRIGGER {name} ON {table}")
            op.execute(f"DROP FUNCTION {name}()")


def _of_new(check: str) -> str:
    return re.sub(r"\b(withdrawn_at|withdrawn_by_id|minutes)\b", r"NEW.\1", check)


def _watch_on_sqlite(name: str, table: str, broken: str) -> None:
    for action in _ACTIONS:
        op.execute(
            f"CREATE TRIGGER {name}_{action.lower()} AFTER {action} ON {table} WHEN {broken} "
            f"BEGIN SELECT RAISE(ABORT, '{name}'); END"
        )


def _watch_on_postgresql(name: str, table: str, broken: str) -> None:
    op.execute(
        f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {broken} THEN
                RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation',
                    CONSTRAINT = '{name}', TABLE = '{table}';
            END IF;
            RETURN NEW;
        END $$
        """
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW "
        f"EXECUTE FUNCTION {name}()"
    )
