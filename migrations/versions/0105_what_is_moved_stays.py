"""Hold what is decided also where rows are moved into it or added to it.

Nothing is moved into a ruling that is made; who hears an appeal is looked at as its ruling is made;
none of those whose ruling an appeal changed decide in its place; nothing is added to a measure that
was told of; nobody is let in again unasked; and which report is in which case, and since when a
case stands where it stands, stays until it is purged.
"""

# The statements are put together of what stands here alone.
# ruff: noqa: S608

from alembic import op

revision = "0105"
down_revision = "0104"
branch_labels = None
depends_on = None

_INTO_A_MADE_ONE = (
    "NEW.ruling_id <> OLD.ruling_id"
    " AND EXISTS (SELECT 1 FROM ruling_made AS m WHERE m.ruling_id = NEW.ruling_id)"
)
_HEARD_BY_OTHERS = """EXISTS (
    SELECT 1 FROM ruling AS r JOIN ruling_decider AS d ON d.ruling_id = r.id
     WHERE r.id = NEW.ruling_id AND r.is_on_appeal AND NOT EXISTS (
        SELECT 1 FROM appeal_hearer AS h JOIN appeal AS p ON p.id = h.appeal_id
         WHERE p.ruling_id = r.replaces_id AND h.member_id = d.member_id))"""
_UNDONE = """EXISTS (
    SELECT 1 FROM ruling AS r JOIN ruling_decider AS d ON d.ruling_id = r.id
      JOIN ruling_decider AS e ON e.member_id = d.member_id
      JOIN ruling AS b ON b.id = e.ruling_id
      JOIN appeal AS p ON p.ruling_id = b.id
      JOIN appeal_outcome AS o ON o.appeal_id = p.id
     WHERE r.id = NEW.ruling_id AND NOT r.is_on_appeal
       AND o.outcome IN ('reduced', 'withdrawn', 'increased')
       AND ((b.case_id = r.case_id AND b.person_id = r.person_id)
            OR o.ruling_id = r.replaces_id))"""
_PURGED = "EXISTS (SELECT 1 FROM case_purge AS p WHERE p.case_id = OLD.case_id)"


def _other(*names: str) -> str:
    return " OR ".join(f"NEW.{name} <> OLD.{name}" for name in names)


# name → table, action, when it is refused: its name is the promise
_WATCHED = {
    **{
        f"{table}_stays_on_move": (table, "UPDATE", _INTO_A_MADE_ONE)
        for table in ("ruling_clause", "ruling_effect", "ruling_condition")
    },
    "ruling_decider_stays_on_move": ("ruling_decider", "UPDATE", _other("ruling_id", "member_id")),
    "ruling_heard_by_hearers": ("ruling_made", "INSERT", _HEARD_BY_OTHERS),
    "ruling_undoes_no_appeal": ("ruling_made", "INSERT", _UNDONE),
    "measure_effect_stays_on_insert": (
        "measure_effect",
        "INSERT",
        "EXISTS (SELECT 1 FROM ruling_measure AS o WHERE o.measure_id = NEW.measure_id)",
    ),
    "readmission_answered_later": ("readmission", "INSERT", "NEW.outcome IS NOT NULL"),
    "case_report_stays_on_update": ("case_report", "UPDATE", "1 = 1"),
    "case_report_stays_on_delete": ("case_report", "DELETE", f"NOT {_PURGED}"),
    "case_holder_stays_on_update": (
        "case_holder",
        "UPDATE",
        _other("id", "case_id", "member_id", "at"),
    ),
    "case_holder_stays_on_delete": ("case_holder", "DELETE", f"NOT {_PURGED}"),
    "case_state_stays_on_update": ("case_state", "UPDATE", _other("id", "case_id", "state", "at")),
    "report_stays_on_update": ("report", "UPDATE", _other("id", "at")),
}
_ALONE = {"case_report": "report_id", "case_holder": "id"}


def upgrade() -> None:
    for name, (table, action, when) in _watched().items():
        _watch(name, table, action, when)
    if op.get_bind().dialect.name == "sqlite":
        return
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
    for table in () if is_sqlite else _ALONE:
        op.execute(f"DROP TRIGGER {table}_stays_on_truncate ON {table}")


def _watched() -> dict[str, tuple[str, str, str]]:
    watched = dict(_WATCHED)
    if op.get_bind().dialect.name == "sqlite":
        for table, key in _ALONE.items():
            there = f"EXISTS (SELECT 1 FROM {table} AS t WHERE t.{key} = NEW.{key})"
            watched[f"{table}_stays_on_replace"] = (table, "INSERT", there)
    return watched


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
