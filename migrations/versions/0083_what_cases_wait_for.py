"""Let no case go while somebody waits for an answer in it, and make no ruling that cannot be told.

A report that came to a case less than a year ago, and an appeal that nobody has answered, keep the
case. A ruling is about one series or about contact with one person, as the measure it becomes. Of
several rulings that would take the place of one, one does.
"""

# The statements are put together of what stands here alone.
# ruff: noqa: S608

from alembic import op

revision = "0083"
down_revision = "0082"
branch_labels = None
depends_on = None

_OVER = "'closed', 'followed up', 'redirected', 'notified', 'in force'"
_ONE_SCOPE = "NEW.series_id IS NOT NULL AND NEW.other_person_id IS NOT NULL"
_REPLACED_ALREADY = """EXISTS (
    SELECT 1 FROM ruling AS r JOIN ruling AS o ON o.replaces_id = r.replaces_id AND o.id <> r.id
      JOIN ruling_made AS m ON m.ruling_id = o.id
     WHERE r.id = NEW.ruling_id)"""
_NEW = {
    "ruling_one_scope": ("ruling", _ONE_SCOPE),
    "ruling_replaces_once": ("ruling_made", _REPLACED_ALREADY),
}


def upgrade() -> None:
    _unwatch("case_purge_when_old", "case_purge")
    _watch("case_purge_when_old", "case_purge", _case_is_young() + _somebody_waits())
    for name, (table, when) in _NEW.items():
        _watch(name, table, when)


def downgrade() -> None:
    for name, (table, _) in _NEW.items():
        _unwatch(name, table)
    _unwatch("case_purge_when_old", "case_purge")
    _watch("case_purge_when_old", "case_purge", _case_is_young())


def _is_sqlite() -> bool:
    return bool(op.get_bind().dialect.name == "sqlite")


def _lies_back(instant: str, days: int) -> str:
    """Whether an instant is so many days before the purge."""
    if _is_sqlite():
        return f"julianday(NEW.at) - julianday({instant}) >= {days} - 0.001"
    return f"NEW.at - {instant} >= interval '{days} days'"


def _is_to_come() -> str:
    """Whether the purge is dated later than today."""
    if _is_sqlite():
        return "julianday(NEW.at) > julianday('now') + 1"
    return "NEW.at > now() + interval '1 day'"


def _case_is_young() -> str:
    """Not over for a year; or it has a ruling that stands and whose own time is not over."""
    told = "COALESCE(n.at, m.at)"
    return f"""{_is_to_come()}
        OR NOT EXISTS (
            SELECT 1 FROM case_state AS s WHERE s.case_id = NEW.case_id AND s.ended_at IS NULL
               AND s.state IN ({_OVER}) AND {_lies_back("s.at", 365)})
        OR EXISTS (
            SELECT 1 FROM ruling AS r JOIN ruling_made AS m ON m.ruling_id = r.id
              LEFT JOIN ruling_notice AS n ON n.ruling_id = r.id
             WHERE r.case_id = NEW.case_id AND r.level IS NOT NULL
               AND NOT EXISTS (SELECT 1 FROM ruling_end AS e WHERE e.ruling_id = r.id)
               AND NOT ((r.level <= 1 AND {_lies_back(told, 365)})
                        OR {_lies_back(told, 1095)}))
        OR EXISTS (
            SELECT 1 FROM ruling AS r JOIN ruling_measure AS o ON o.ruling_id = r.id
              JOIN measure AS x ON x.id = o.measure_id
             WHERE r.case_id = NEW.case_id
               AND (x.ends_at > NEW.at OR (x.ends_at IS NULL AND x.level > 1))
               AND NOT EXISTS (SELECT 1 FROM measure_lifting AS y
                                WHERE y.measure_id = x.id AND y.at <= NEW.at))"""


def _somebody_waits() -> str:
    """A report came within a year, or an appeal has no answer."""
    return f"""
        OR EXISTS (
            SELECT 1 FROM case_report AS c
             WHERE c.case_id = NEW.case_id AND NOT ({_lies_back("c.at", 365)}))
        OR EXISTS (
            SELECT 1 FROM appeal AS p JOIN ruling AS r ON r.id = p.ruling_id
             WHERE r.case_id = NEW.case_id
               AND NOT EXISTS (SELECT 1 FROM appeal_outcome AS o WHERE o.appeal_id = p.id))"""


def _unwatch(name: str, table: str) -> None:
    if _is_sqlite():
        op.execute(f"DROP TRIGGER {name}")
    else:
        op.execute(f"DROP TRIGGER {name} ON {table}")
        op.execute(f"DROP FUNCTION {name}()")


def _watch(name: str, table: str, when: str) -> None:
    if _is_sqlite():
        op.execute(
            f"CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN {when} "
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
            RETURN NEW;
        END $$
        """
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )
