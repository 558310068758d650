"""Let what was set aside, asked about it and said on appeals stay as it was; and who is left out of
a report, and whom it is about, but for a purge.

Of what was set aside the reason may go, and once that is gone what was asked about it.
"""

# The statements are put together of what stands here alone.
# ruff: noqa: S608

from alembic import op

revision = "0084"
down_revision = "0083"
branch_labels = None
depends_on = None

_REPORT_STAYS = "NOT EXISTS (SELECT 1 FROM report_purge AS p WHERE p.report_id = OLD.report_id)"
_APPEAL_STAYS = (
    "NOT EXISTS (SELECT 1 FROM case_purge AS x JOIN ruling AS r ON r.case_id = x.case_id"
    " JOIN appeal AS p ON p.ruling_id = r.id WHERE p.id = OLD.appeal_id)"
)
_STATE_KEPT = (
    *("id", "key", "about", "subject_id", "state", "version_id", "clause_key", "by_id", "at"),
    *("written_at", "digest"),
)
_ENDED = ("ended_at", "ended_by_id")
_APPEAL_KEPT = ("state_id", "set_aside_by_id", "words_source", "words_html", "at")
_EMPTIED = (("why", "-"), ("title", ""), ("kept", ""))


def _others(names: tuple[str, ...]) -> str:
    return " OR ".join(f"NEW.{name} <> OLD.{name}" for name in names)


# name → table, action, when it is refused: its name is the promise
_WATCHED = {
    "content_state_stays_on_delete": ("content_state", "DELETE", "1 = 1"),
    "content_state_stays_on_update": (
        "content_state",
        "UPDATE",
        " OR ".join(
            (
                f"OLD.ended_at IS NOT NULL AND (NEW.ended_at IS NULL OR {_others(_ENDED)})",
                _others(_STATE_KEPT),
                *(
                    f"(NEW.{name} <> OLD.{name} AND NEW.{name} <> '{gone}')"
                    for name, gone in _EMPTIED
                ),
            )
        ),
    ),
    "content_appeal_stays_on_update": (
        "content_appeal",
        "UPDATE",
        f"OLD.outcome IS NOT NULL OR {_others(_APPEAL_KEPT)}",
    ),
    "content_appeal_stays_on_delete": (
        "content_appeal",
        "DELETE",
        (
            "EXISTS (SELECT 1 FROM content_state AS s"
            f" WHERE s.id = OLD.state_id AND s.why <> '{_EMPTIED[0][1]}')"
        ),
    ),
    "appeal_word_stays_until_purged": ("appeal_word", "DELETE", _APPEAL_STAYS),
    "report_exclusion_stays_on_delete": (
        "report_exclusion",
        "DELETE",
        _REPORT_STAYS,
    ),
    "report_exclusion_stays_on_update": ("report_exclusion", "UPDATE", "1 = 1"),
    "report_person_stays_on_delete": ("report_person", "DELETE", _REPORT_STAYS),
    "report_person_stays_on_update": (
        "report_person",
        "UPDATE",
        f"OLD.ended_at IS NOT NULL OR {_others(('id', 'report_id', 'person_id', 'by_id', 'at'))}",
    ),
}
# What tells a row from all others: SQLite would put another in its place without deleting it.
_ALONE = {
    "content_state": ("id", "key"),
    "content_appeal": ("state_id",),
    "appeal_word": ("appeal_id, member_id",),
    "report_exclusion": ("report_id, member_id",),
    "report_person": ("id",),
}


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
    if not is_sqlite:
        for table in _ALONE:
            op.execute(f"DROP TRIGGER {table}_stays_on_truncate ON {table}")


def _watched() -> dict[str, tuple[str, str, str]]:
    watched = dict(_WATCHED)
    if op.get_bind().dialect.name == "sqlite":
        for table, keys in _ALONE.items():
            there = " OR ".join(_is_there(table, key) for key in keys)
            watched[f"{table}_stays_on_replace"] = (table, "INSERT", there)
    return watched


def _is_there(table: str, key: str) -> str:
    same = " AND ".join(f"t.{name} = NEW.{name}" for name in key.split(", "))
    return f"EXISTS (SELECT 1 FROM {table} AS t WHERE {same})"


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
