"""Keep who agreed to a ruling and did not count as it was made, and what was read before it went.

None of those hears an appeal against it, nor does who wrote it. Words about content that were read,
or went unread, stay as they were said, until they are kept no longer.
"""

# The statements are put together of what stands here alone.
# ruff: noqa: S608

import sqlalchemy as sa
from alembic import op

revision = "0129"
down_revision = "0128"
branch_labels = None
depends_on = None

_NEW, _READ = "ruling_uncounted", "content_reading"
_MADE = "EXISTS (SELECT 1 FROM ruling_made AS m WHERE m.ruling_id = {row}.ruling_id)"
_PURGED = (
    "EXISTS (SELECT 1 FROM case_purge AS p JOIN ruling AS r ON r.case_id = p.case_id"
    " WHERE r.id = OLD.ruling_id)"
)
_HEARD = "appeal_heard_by_others"
_APPEALED = "(SELECT p.ruling_id FROM appeal AS p WHERE p.id = NEW.appeal_id)"
_DECIDED = (
    "EXISTS (SELECT 1 FROM ruling_decider AS d WHERE d.member_id = NEW.member_id"
    f" AND d.ruling_id = {_APPEALED})"
    " OR NOT EXISTS (SELECT 1 FROM ruling AS r JOIN case_answer AS c ON c.case_id = r.case_id"
    f" WHERE r.id = {_APPEALED} AND c.member_id = NEW.member_id AND c.answer = 'can')"
)
_HAD_PART = (
    f"{_DECIDED} OR EXISTS (SELECT 1 FROM {_NEW} AS u WHERE u.member_id = NEW.member_id"
    f" AND u.ruling_id = {_APPEALED})"
    f" OR NEW.member_id = (SELECT r.by_id FROM ruling AS r WHERE r.id = {_APPEALED})"
)
_FACTS = ("id", "state_id", "said", "written_by_id", "written_at")
_OUTCOME = ("outcome", "read_by_id", "ended_at")
_BARRED = "NEW.words LIKE '%█%' AND EXISTS (SELECT 1 FROM word_purge)"


def upgrade() -> None:
    _make_uncounted()
    for name, (table, action, when) in _watched().items():
        _watch(name, table, action, when)
    _watch_anew(_HEARD, "appeal_hearer", _HAD_PART)
    for table in () if _is_sqlite() else (_NEW, _READ):
        op.execute(
            f"CREATE TRIGGER {table}_stays_on_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION stays_on_truncate()"
        )


def downgrade() -> None:
    for table in () if _is_sqlite() else (_NEW, _READ):
        op.execute(f"DROP TRIGGER {table}_stays_on_truncate ON {table}")
    _watch_anew(_HEARD, "appeal_hearer", _DECIDED)
    for name, (table, *_) in _watched().items():
        if _is_sqlite():
            op.execute(f"DROP TRIGGER {name}")
        else:
            op.execute(f"DROP TRIGGER {name} ON {table}")
            op.execute(f"DROP FUNCTION {name}()")
    op.drop_index(op.f(f"ix_{_NEW}_member_id"), table_name=_NEW)
    op.drop_table(_NEW)


def _make_uncounted() -> None:
    op.create_table(
        _NEW,
        sa.Column("ruling_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f(f"fk_{_NEW}_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["ruling_id"], ["ruling.id"], name=op.f(f"fk_{_NEW}_ruling_id_ruling")
        ),
        sa.PrimaryKeyConstraint("ruling_id", "member_id", name=op.f(f"pk_{_NEW}")),
    )
    op.create_index(op.f(f"ix_{_NEW}_member_id"), _NEW, ["member_id"])


def _watched() -> dict[str, tuple[str, str, str]]:
    """Name → table, action, when it is refused: its name is the promise."""
    differs = "IS NOT" if _is_sqlite() else "IS DISTINCT FROM"
    facts, outcome = (
        " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in names)
        for names in (_FACTS, _OUTCOME)
    )
    words = f"NEW.words <> OLD.words AND NEW.words <> '' AND NOT ({_BARRED})"
    watched = {
        f"{_NEW}_stays_on_insert": (_NEW, "INSERT", _MADE.format(row="NEW")),
        f"{_NEW}_stays_on_update": (_NEW, "UPDATE", "1 = 1"),
        f"{_NEW}_stays_on_delete": (_NEW, "DELETE", f"NOT {_PURGED}"),
        f"{_READ}_stays_on_update": (
            _READ,
            "UPDATE",
            f"{facts} OR (OLD.ended_at IS NOT NULL AND ({outcome} OR ({words})))",
        ),
        f"{_READ}_stays_on_delete": (_READ, "DELETE", "1 = 1"),
    }
    if _is_sqlite():
        there = f"EXISTS (SELECT 1 FROM {_READ} AS t WHERE t.id = NEW.id)"
        watched[f"{_READ}_stays_on_replace"] = (_READ, "INSERT", there)
    return watched


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _watch(name: str, table: str, action: str, when: str) -> None:
    if _is_sqlite():
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {action} ON {table} WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, '{name}'); END"
        )
        return
    _say(name, table, action, when)
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {action} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )


def _watch_anew(name: str, table: str, when: str) -> None:
    """Of what is watched on INSERT already."""
    if _is_sqlite():
        op.execute(f"DROP TRIGGER {name}")
        _watch(name, table, "INSERT", when)
    else:
        _say(name, table, "INSERT", when)


def _say(name: str, table: str, action: str, when: str) -> None:
    op.execute(
        f"""
        CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {when} THEN
                RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation',
                    CONSTRAINT = '{name}', TABLE = '{table}';
            END IF;
            RETURN {"OLD" if action == "DELETE" else "NEW"};
        END $$
        """
    )
