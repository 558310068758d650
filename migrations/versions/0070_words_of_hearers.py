"""Keep what each of those who hear an appeal says, and count them as the ruling's rung asks.

Triggers hold that an appeal is decided by as many as say the same, or by a ruling made on it; that
nobody's word changes after that; and that of two thirds those are counted who can decide again.
"""

# The statements are put together of what stands here alone.
# ruff: noqa: S608

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None

_CAN = (
    "(SELECT COUNT(*) FROM case_answer AS c JOIN ruling AS k ON k.case_id = c.case_id"
    " WHERE k.id = {ruling} AND c.answer = 'can'{but})"
)
_BUT_DECIDERS = (
    " AND NOT EXISTS (SELECT 1 FROM ruling_decider AS d"
    " WHERE d.ruling_id = {of} AND d.member_id = c.member_id)"
)
_THIRDS = "(2 * {able} + 2) / 3"
_ASKED = """CASE
        WHEN g.quorum = 'one' THEN 1
        {hears}
        WHEN g.quorum = 'two' THEN 2
        WHEN g.quorum = 'three' THEN 3
        WHEN {thirds} < 2 THEN 2
        ELSE {thirds} END"""


def _most(counted: str) -> str:
    return (
        f"(CASE WHEN NEW.without_conflict > {counted} THEN NEW.without_conflict ELSE {counted} END)"
    )


def _by_enough(able: str, hears: str = "") -> str:
    """When a ruling is made by fewer than its rung asks for, or that of what it replaces."""
    asked = _ASKED.format(thirds=_THIRDS.format(able=able), hears=hears)
    return f"""(SELECT COUNT(*) FROM ruling_decider AS d WHERE d.ruling_id = NEW.ruling_id)
    < COALESCE((SELECT MAX({asked})
    FROM ruling AS a
    JOIN ruling AS r ON r.id = a.id OR r.id = a.replaces_id
    JOIN code_rung AS g ON g.version_id = r.version_id AND g.level = r.level
    WHERE a.id = NEW.ruling_id), 1)"""


_APPEALED = "(SELECT p.ruling_id FROM appeal AS p WHERE p.id = NEW.appeal_id)"
_ABLE_TO_HEAR = _CAN.format(ruling=_APPEALED, but=_BUT_DECIDERS.format(of="k.id"))
_HEAR = (
    f"(SELECT {_ASKED.format(thirds=_THIRDS.format(able=_ABLE_TO_HEAR), hears='')} FROM ruling AS r"
    " JOIN code_rung AS g ON g.version_id = r.version_id AND g.level = r.level"
    f" WHERE r.id = {_APPEALED})"
)
_SAME = (
    "(SELECT COUNT(*) FROM appeal_word AS w JOIN appeal AS p ON p.id = w.appeal_id"
    " JOIN ruling AS r ON r.id = p.ruling_id"
    " JOIN case_answer AS c ON c.case_id = r.case_id AND c.member_id = w.member_id"
    " WHERE w.appeal_id = NEW.appeal_id AND w.outcome = NEW.outcome AND c.answer = 'can')"
)
_BY_A_RULING = (
    "EXISTS (SELECT 1 FROM ruling AS r JOIN ruling_made AS m ON m.ruling_id = r.id"
    f" WHERE r.id = NEW.ruling_id AND r.is_on_appeal AND r.replaces_id = {_APPEALED})"
)
_IS_DECIDED = "EXISTS (SELECT 1 FROM appeal_outcome AS o WHERE o.appeal_id = {row}.appeal_id)"
_IS_PURGED = (
    "EXISTS (SELECT 1 FROM case_purge AS x JOIN ruling AS r ON r.case_id = x.case_id"
    " JOIN appeal AS p ON p.ruling_id = r.id WHERE p.id = OLD.appeal_id)"
)

# name → table, action, when it is refused: its name is the promise
_WATCHED = {
    "ruling_by_enough": (
        "ruling_made",
        "INSERT",
        _by_enough(
            _most(
                _CAN.format(
                    ruling="NEW.ruling_id",
                    but=(
                        " AND NOT (k.is_on_appeal AND EXISTS (SELECT 1 FROM ruling_decider AS d"
                        " WHERE d.ruling_id = k.replaces_id AND d.member_id = c.member_id))"
                    ),
                )
            )
        ),
    ),
    "appeal_heard_by_enough": (
        "appeal_outcome",
        "INSERT",
        (
            f"(CASE WHEN NEW.outcome IN ('reduced', 'increased') THEN NOT {_BY_A_RULING}"
            f" ELSE {_SAME} < {_HEAR} END)"  # in brackets, as PL/pgSQL reads up to THEN
        ),
    ),
    "appeal_word_stays_on_insert": ("appeal_word", "INSERT", _IS_DECIDED.format(row="NEW")),
    "appeal_word_stays_on_update": ("appeal_word", "UPDATE", _IS_DECIDED.format(row="OLD")),
    "appeal_word_stays_on_delete": (
        "appeal_word",
        "DELETE",
        f"{_IS_DECIDED.format(row='OLD')} AND NOT {_IS_PURGED}",
    ),
}
# As they were: two at the most heard an appeal.
_BEFORE = {
    "ruling_by_enough": (
        "ruling_made",
        "INSERT",
        _by_enough(
            _most(_CAN.format(ruling="NEW.ruling_id", but="")),
            "WHEN a.is_on_appeal AND (r.id <> a.id OR r.level <= ("
            "SELECT b.level FROM ruling AS b WHERE b.id = a.replaces_id)) THEN 2",
        ),
    ),
    "appeal_heard_by_enough": (
        "appeal_outcome",
        "INSERT",
        (
            "(SELECT COUNT(*) FROM appeal_hearer AS h WHERE h.appeal_id = NEW.appeal_id)"
            " < (SELECT CASE WHEN g.quorum = 'one' THEN 1 ELSE 2 END FROM ruling AS r"
            " JOIN code_rung AS g ON g.version_id = r.version_id AND g.level = r.level"
            f" WHERE r.id = {_APPEALED})"
        ),
    ),
}


def upgrade() -> None:
    said = sa.Enum(
        *("upheld", "reduced", "withdrawn", "increased", "sent back"),
        name="appeal_said",
        native_enum=False,
        create_constraint=True,
        length=20,
    )
    op.create_table(
        "appeal_word",
        sa.Column("appeal_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("outcome", said, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("for_reporter", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('upheld', 'withdrawn', 'sent back')",
            name=op.f("ck_appeal_word_without_ruling"),
        ),
        sa.ForeignKeyConstraint(
            ["appeal_id", "member_id"],
            ["appeal_hearer.appeal_id", "appeal_hearer.member_id"],
            name="fk_appeal_word_hearer",
        ),
        sa.PrimaryKeyConstraint("appeal_id", "member_id", name=op.f("pk_appeal_word")),
    )
    for name, (table, *_) in _BEFORE.items():
        _unwatch(name, table)
    for name, (table, action, when) in _WATCHED.items():
        _watch(name, table, action, when)


def downgrade() -> None:
    for name, (table, *_) in _WATCHED.items():
        _unwatch(name, table)
    for name, (table, action, when) in _BEFORE.items():
        _watch(name, table, action, when)
    op.drop_table("appeal_word")


def _unwatch(name: str, table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {name}")
    else:
        op.execute(f"DROP TRIGGER {name} ON {table}")
        op.execute(f"DROP FUNCTION {name}()")


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
