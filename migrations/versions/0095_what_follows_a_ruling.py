"""Make the tables of conditions, of requests to be let in again and of yearly looks.

What is said in them stays; nobody who decided a ruling hears a request or looks at it again.
"""

# The statements are put together of what stands here alone.
# ruff: noqa: S608

import sqlalchemy as sa
from alembic import op

revision = "0095"
down_revision = "0094"
branch_labels = None
depends_on = None

_PURGED = (
    "EXISTS (SELECT 1 FROM case_purge AS x JOIN ruling AS r ON r.case_id = x.case_id"
    " WHERE r.id = {ruling})"
)
_MADE = "EXISTS (SELECT 1 FROM ruling_made AS m WHERE m.ruling_id = {ruling})"
_OF_CONDITION = "(SELECT c.ruling_id FROM ruling_condition AS c WHERE c.id = {row}.condition_id)"
_OF_REQUEST = "(SELECT q.ruling_id FROM readmission AS q WHERE q.id = {row}.readmission_id)"
_TOLD = "EXISTS (SELECT 1 FROM ruling_notice AS n WHERE n.ruling_id = NEW.ruling_id)"
_DECIDED = (
    "EXISTS (SELECT 1 FROM ruling_decider AS d"
    " WHERE d.ruling_id = {ruling} AND d.member_id = NEW.{member})"
)
_SAME = (
    "(SELECT COUNT(*) FROM readmission_word AS w"
    " WHERE w.readmission_id = NEW.id AND w.outcome = NEW.outcome)"
)
_REQUEST_KEPT = ("id", "key", "ruling_id", "person_id", "words_source", "words_html", "at")
_OTHER_REQUEST = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in _REQUEST_KEPT)


def _stays(ruling: str) -> str:
    return f"NOT {_PURGED.format(ruling=ruling)}"


# name → table, action, when it is refused: its name is the promise
_WATCHED = {
    "ruling_condition_stays_on_insert": (
        "ruling_condition",
        "INSERT",
        _MADE.format(ruling="NEW.ruling_id"),
    ),
    "ruling_condition_stays_on_update": (
        "ruling_condition",
        "UPDATE",
        _MADE.format(ruling="OLD.ruling_id"),
    ),
    "ruling_condition_stays_on_delete": (
        "ruling_condition",
        "DELETE",
        f"{_MADE.format(ruling='OLD.ruling_id')} AND {_stays('OLD.ruling_id')}",
    ),
    "condition_word_stays_on_update": ("condition_word", "UPDATE", "1 = 1"),
    "condition_word_stays_on_delete": (
        "condition_word",
        "DELETE",
        _stays(_OF_CONDITION.format(row="OLD")),
    ),
    "readmission_of_what_is_told": ("readmission", "INSERT", f"NOT {_TOLD}"),
    "readmission_by_two": (
        "readmission",
        "UPDATE",
        f"OLD.outcome IS NULL AND NEW.outcome IS NOT NULL AND {_SAME} < 2",
    ),
    "readmission_stays_on_update": (
        "readmission",
        "UPDATE",
        f"OLD.outcome IS NOT NULL OR {_OTHER_REQUEST}",
    ),
    "readmission_stays_on_delete": ("readmission", "DELETE", _stays("OLD.ruling_id")),
    "readmission_heard_by_others": (
        "readmission_word",
        "INSERT",
        _DECIDED.format(ruling=_OF_REQUEST.format(row="NEW"), member="member_id"),
    ),
    "readmission_word_stays_on_update": (
        "readmission_word",
        "UPDATE",
        (
            "NEW.member_id <> OLD.member_id OR NEW.readmission_id <> OLD.readmission_id OR EXISTS"
            " (SELECT 1 FROM readmission AS q WHERE q.id = OLD.readmission_id"
            " AND q.outcome IS NOT NULL)"
        ),
    ),
    "readmission_word_stays_on_delete": (
        "readmission_word",
        "DELETE",
        _stays(_OF_REQUEST.format(row="OLD")),
    ),
    "ruling_look_by_another": (
        "ruling_look",
        "INSERT",
        f"NOT {_TOLD} OR {_DECIDED.format(ruling='NEW.ruling_id', member='by_id')}",
    ),
    "ruling_look_stays_on_update": ("ruling_look", "UPDATE", "1 = 1"),
    "ruling_look_stays_on_delete": ("ruling_look", "DELETE", _stays("OLD.ruling_id")),
}
# What tells a row from all others: SQLite would put another in its place without deleting it.
_ALONE = {
    "ruling_condition": ("id", "ruling_id, position"),
    "condition_word": ("id",),
    "readmission": ("id", "key"),
    "readmission_word": ("readmission_id, member_id",),
    "ruling_look": ("id",),
}


def upgrade() -> None:
    _make_conditions()
    _make_readmission()
    _make_look()
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
    op.drop_table("ruling_look")
    op.drop_table("readmission_word")
    op.drop_table("readmission")
    op.drop_table("condition_word")
    op.drop_table("ruling_condition")


def _make_conditions() -> None:
    op.create_table(
        "ruling_condition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ruling_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("within_days", sa.Integer(), nullable=True),
        sa.CheckConstraint("within_days > 0", name=op.f("ck_ruling_condition_within_days")),
        _refers("ruling_condition", "ruling_id", "ruling"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ruling_condition")),
        sa.UniqueConstraint(
            "ruling_id", "position", name=op.f("uq_ruling_condition_ruling_id_position")
        ),
    )
    op.create_table(
        "condition_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("condition_id", sa.Integer(), nullable=False),
        sa.Column("is_met", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _refers("condition_word", "condition_id", "ruling_condition"),
        _refers("condition_word", "by_id", "member"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_condition_word")),
    )
    _index("condition_word", "condition_id", "by_id")


def _make_readmission() -> None:
    op.create_table(
        "readmission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("ruling_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("words_source", sa.Text(), nullable=False),
        sa.Column("words_html", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", _answered("readmission_outcome"), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(outcome IS NULL) = (answered_at IS NULL)", name=op.f("ck_readmission_answered_how")
        ),
        _refers("readmission", "ruling_id", "ruling"),
        _refers("readmission", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_readmission")),
        sa.UniqueConstraint("key", name=op.f("uq_readmission_key")),
    )
    _index("readmission", "ruling_id", "person_id")
    op.create_index(
        "uq_readmission_standing",
        "readmission",
        ["ruling_id"],
        unique=True,
        sqlite_where=sa.text("answered_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.create_table(
        "readmission_word",
        sa.Column("readmission_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("outcome", _answered("readmission_said"), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("for_reporter", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _refers("readmission_word", "readmission_id", "readmission"),
        _refers("readmission_word", "member_id", "member"),
        sa.PrimaryKeyConstraint("readmission_id", "member_id", name=op.f("pk_readmission_word")),
    )
    _index("readmission_word", "member_id")


def _make_look() -> None:
    op.create_table(
        "ruling_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ruling_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _refers("ruling_look", "ruling_id", "ruling"),
        _refers("ruling_look", "by_id", "member"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ruling_look")),
    )
    _index("ruling_look", "ruling_id", "by_id")


def _answered(name: str) -> sa.Enum:
    return sa.Enum(
        "let in", "not yet", name=name, native_enum=False, create_constraint=True, length=20
    )


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name)


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


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
