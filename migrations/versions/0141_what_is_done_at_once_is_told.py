"""Hold what ties an emergency measure to its report, whom it leaves out, and which steps are done.

A tie goes with its report or its measure, and so does who is left out once there is no report of it
any more. A step is taken back as a whole: who did it and when stays as it was.
"""

# The statements are put together of what stands here alone.

from alembic import op

revision = "0141"
down_revision = "0140"
branch_labels = None
depends_on = None

_MEASURE_IS = "EXISTS (SELECT 1 FROM emergency AS e WHERE e.id = OLD.emergency_id)"
_REPORT_IS = (
    "EXISTS (SELECT 1 FROM report AS r WHERE r.id = OLD.report_id)"
    " AND NOT EXISTS (SELECT 1 FROM report_purge AS p WHERE p.report_id = OLD.report_id)"
)
_IS_TOLD = "EXISTS (SELECT 1 FROM emergency_report AS t WHERE t.emergency_id = OLD.emergency_id)"
_THERE = "EXISTS (SELECT 1 FROM {} AS t WHERE {})"
# table → what tells a row from all others
_ALONE = {
    "emergency_report": ("emergency_id", "report_id"),
    "emergency_left_out": ("emergency_id, person_id",),
    "case_check": ("case_id, step",),
}
_KEPT = {
    "emergency_report": f"{_MEASURE_IS} AND {_REPORT_IS}",
    "emergency_left_out": f"{_MEASURE_IS} AND {_IS_TOLD}",
}
_TRUNCATED = tuple(_ALONE)


def upgrade() -> None:
    for name, (table, action, when) in _watched().items():
        _watch(name, table, action, when)
    if _is_sqlite():
        return
    for table in _TRUNCATED:
        op.execute(
            f"CREATE TRIGGER {table}_stays_on_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION stays_on_truncate()"
        )


def downgrade() -> None:
    for name, (table, *_) in _watched().items():
        if _is_sqlite():
            op.execute(f"DROP TRIGGER {name}")
        else:
            op.execute(f"DROP TRIGGER {name} ON {table}")
            op.execute(f"DROP FUNCTION {name}()")
    for table in () if _is_sqlite() else _TRUNCATED:
        op.execute(f"DROP TRIGGER {table}_stays_on_truncate ON {table}")


def _watched() -> dict[str, tuple[str, str, str]]:
    """Name → table, action, when it is refused: its name is the promise."""
    watched = {f"{table}_stays_on_update": (table, "UPDATE", "1 = 1") for table in _ALONE}
    for table, when in _KEPT.items():
        watched[f"{table}_stays_on_delete"] = (table, "DELETE", when)
    for table, keys in _ALONE.items() if _is_sqlite() else ():
        there = " OR ".join(_THERE.format(table, _same(key)) for key in keys)
        watched[f"{table}_stays_on_replace"] = (table, "INSERT", there)
    return watched


def _same(key: str) -> str:
    return " AND ".join(f"t.{name} = NEW.{name}" for name in key.split(", "))


def _watch(name: str, table: str, action: str, when: str) -> None:
    if _is_sqlite():
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {action} ON {table} WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, '{name}'); END"
        )
        return
    op.execute(
        f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {when} THEN
                RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation',
                    CONSTRAINT = '{name}', TABLE = '{table}';
            END IF;
            RETURN {"OLD" if action == "DELETE" else "NEW"};
        END $$
        """
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {action} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
