"""Let nothing that was said or decided be deleted, but by a purge whose time has come.

A row of a purge is taken only where the dates of what it names allow it, by the clock of the
database too. Until then reports, what was copied, cases, answers, messages and measures stay: they
can neither be deleted, nor replaced, nor emptied at once.
"""

# The statements are put together of what stands here alone.
# ruff: noqa: S608

import sqlalchemy as sa
from alembic import op

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None

_OVER = "'closed', 'followed up', 'redirected', 'notified', 'in force'"
_BY_CASE = "NOT EXISTS (SELECT 1 FROM case_purge AS p WHERE p.case_id = OLD.{column})"
_BY_REPORT = "NOT EXISTS (SELECT 1 FROM report_purge AS p WHERE p.report_id = OLD.{column})"
_BY_MEASURE = "NOT EXISTS (SELECT 1 FROM measure_purge AS p WHERE p.measure_id = OLD.{column})"
_KEPT = {
    "report": _BY_REPORT.format(column="id"),
    "report_copy": _BY_REPORT.format(column="report_id"),
    "report_file": _BY_REPORT.format(column="report_id"),
    "conduct_case": _BY_CASE.format(column="id"),
    "case_state": _BY_CASE.format(column="case_id"),
    "case_answer": _BY_CASE.format(column="case_id"),
    "case_message": _BY_CASE.format(column="case_id"),
    "case_message_reading": (
        "NOT EXISTS (SELECT 1 FROM case_message AS m JOIN case_purge AS p"
        " ON p.case_id = m.case_id WHERE m.id = OLD.message_id)"
    ),
    "measure": _BY_MEASURE.format(column="id"),
    "measure_effect": _BY_MEASURE.format(column="measure_id"),
    "measure_lifting": _BY_MEASURE.format(column="measure_id"),
}
_EMPTIED = ("title", "text_source", "text_html")  # where what was copied may be kept nowhere
_CHANGED = {
    "report_copy": (
        "NEW.report_id <> OLD.report_id OR NEW.digest <> OLD.digest OR NEW.at <> OLD.at OR "
        + " OR ".join(f"(NEW.{name} <> OLD.{name} AND NEW.{name} <> '')" for name in _EMPTIED)
    ),
    "case_message": "1 = 1",
    "case_message_reading": "1 = 1",
    "conduct_case": "NEW.id <> OLD.id OR NEW.opened_at <> OLD.opened_at",
}
# What tells a row from all others: SQLite would put another in its place without deleting it.
_ALONE = {
    "report": ("id", "code_hash", "once_hash"),
    "report_copy": ("report_id",),
    "report_file": ("id", "key"),
    "conduct_case": ("id", "key", "name"),
    "case_state": ("id",),
    "case_answer": ("case_id, member_id",),
    "case_message": ("id",),
    "case_message_reading": ("message_id",),
    "measure": ("id",),
    "measure_effect": ("measure_id, effect",),
    "measure_lifting": ("measure_id",),
    "ruling": ("id", "key"),
    "ruling_clause": ("ruling_id, clause_key",),
    "ruling_effect": ("ruling_id, effect",),
    "ruling_decider": ("ruling_id, member_id",),
    "ruling_made": ("ruling_id",),
    "ruling_notice": ("ruling_id",),
    "ruling_measure": ("ruling_id", "measure_id"),
    "ruling_end": ("ruling_id",),
    "appeal": ("id", "ruling_id"),
    "appeal_hearer": ("appeal_id, member_id",),
    "appeal_outcome": ("appeal_id",),
    "audit_entry": ("number",),
    "transparency_report": ("id", "year, half"),
    "transparency_cell": ("report_id, name", "report_id, position"),
    "transparency_approval": ("report_id, member_id",),
    "transparency_publication": ("report_id",),
}


def upgrade() -> None:
    for table, column in (("report_purge", "report_id"), ("measure_purge", "measure_id")):
        op.create_table(
            table,
            sa.Column(column, sa.Integer(), autoincrement=False, nullable=False),
            sa.Column("at", sa.DateTime(timezone=True), nullable=False),
            sa.PrimaryKeyConstraint(column, name=op.f(f"pk_{table}")),
        )
    for name, (table, action, when) in _watched().items():
        _watch(name, table, action, when)
    if op.get_bind().dialect.name == "sqlite":
        return
    op.execute(
        """
        CREATE FUNCTION stays_on_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '%_stays_on_truncate', TG_TABLE_NAME USING ERRCODE = 'check_violation';
        END $$
        """
    )
    for table in _ALONE:
        op.execute(
            f"CREATE TRIGGER {table}_stays_on_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION stays_on_truncate()"
        )


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, (table, *_) in _watched().items():
        if is_sqlite:
            op.execute(f"DROP TRIGGER {name}")
        else:
            op.execute(f"DROP TRIGGER {name} ON {table}")
            op.execute(f"DROP FUNCTION {name}()")
    if not is_sqlite:
        for table in _ALONE:
            op.execute(f"DROP TRIGGER {table}_stays_on_truncate ON {table}")
        op.execute("DROP FUNCTION stays_on_truncate()")
    op.drop_table("measure_purge")
    op.drop_table("report_purge")


def _watched() -> dict[str, tuple[str, str, str]]:
    """Name → table, action, when it is refused: its name is the promise."""
    watched = {
        "case_purge_when_old": ("case_purge", "INSERT", _case_is_young()),
        "report_purge_when_old": ("report_purge", "INSERT", _report_is_young()),
        "measure_purge_when_old": ("measure_purge", "INSERT", _measure_is_young()),
    }
    for table, when in _KEPT.items():
        watched[f"{table}_stays_on_delete"] = (table, "DELETE", when)
    for table, when in _CHANGED.items():
        watched[f"{table}_stays_on_update"] = (table, "UPDATE", when)
    if op.get_bind().dialect.name == "sqlite":
        for table, keys in _ALONE.items():
            there = " OR ".join(_is_there(table, key) for key in keys)
            watched[f"{table}_stays_on_replace"] = (table, "INSERT", there)
    return watched


def _is_there(table: str, key: str) -> str:
    same = " AND ".join(f"t.{name} = NEW.{name}" for name in key.split(", "))
    return f"EXISTS (SELECT 1 FROM {table} AS t WHERE {same})"


def _lies_back(instant: str, days: int) -> str:
    """Whether an instant is so many days before the purge."""
    if op.get_bind().dialect.name == "sqlite":
        return f"julianday(NEW.at) - julianday({instant}) >= {days} - 0.001"
    return f"NEW.at - {instant} >= interval '{days} days'"


def _is_to_come() -> str:
    """Whether the purge is dated later than today."""
    if op.get_bind().dialect.name == "sqlite":
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
             WHERE r.case_id = NEW.case_id AND {_stands("x")})"""


def _report_is_young() -> str:
    """Neither of a case that is purged, nor kept for three years without any."""
    return f"""{_is_to_come()}
        OR NOT EXISTS (
            SELECT 1 FROM case_report AS c JOIN case_purge AS p ON p.case_id = c.case_id
             WHERE c.report_id = NEW.report_id)
       AND NOT EXISTS (
            SELECT 1 FROM report AS r WHERE r.id = NEW.report_id AND {_lies_back("r.at", 1095)}
               AND NOT EXISTS (SELECT 1 FROM case_report AS c WHERE c.report_id = r.id))"""


def _measure_is_young() -> str:
    """Neither of a case that is purged, nor over for three years without any."""
    return f"""{_is_to_come()}
        OR EXISTS (SELECT 1 FROM measure AS x WHERE x.id = NEW.measure_id AND {_stands("x")})
        OR NOT EXISTS (
            SELECT 1 FROM ruling_measure AS o JOIN ruling AS r ON r.id = o.ruling_id
              JOIN case_purge AS p ON p.case_id = r.case_id
             WHERE o.measure_id = NEW.measure_id)
       AND NOT EXISTS (
            SELECT 1 FROM measure AS x LEFT JOIN measure_lifting AS l ON l.measure_id = x.id
             WHERE x.id = NEW.measure_id AND {_lies_back("COALESCE(l.at, x.ends_at)", 1095)}
               AND NOT EXISTS (SELECT 1 FROM ruling_measure AS o WHERE o.measure_id = x.id))"""


def _stands(measure: str) -> str:
    """Whether a measure holds; a warning without an end lapses as its ruling does."""
    return (
        f"({measure}.ends_at > NEW.at OR ({measure}.ends_at IS NULL AND {measure}.level > 1))"
        " AND NOT EXISTS (SELECT 1 FROM measure_lifting AS y"
        f" WHERE y.measure_id = {measure}.id AND y.at <= NEW.at)"
    )


def _watch(name: str, table: str, action: str, when: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {action} ON {table} WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, '{name}'); END"
        )
        return
    result = "OLD" if action == "DELETE" else "NEW"
    op.execute(
        f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {when} THEN
                RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation',
                    CONSTRAINT = '{name}', TABLE = '{table}';
            END IF;
            RETURN {result};
        END $$
        """
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {action} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )
