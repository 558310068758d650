"""Let what the code of conduct holds of a guest go over to the member they turn out to be.

A row says who is one with whom: it is taken only where the guest has the address of the member, and
is there no longer than the transaction. As long as it is, what is said and decided may change whom
it is about, to that member and in nothing else.
"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0110"
down_revision = "0109"
branch_labels = None
depends_on = None

_TABLES = (
    *("measure", "emergency", "ruling", "appeal", "readmission", "case_message", "report_person"),
)
_ARE_ONE = (
    "EXISTS (SELECT 1 FROM person_joining AS j"
    " WHERE j.gone_id = OLD.{name} AND j.kept_id = NEW.{name})"
)
_OTHERS = (
    "NOT EXISTS (SELECT 1 FROM guest AS g JOIN member AS m ON m.email_key = g.email_key"
    " WHERE g.person_id = NEW.gone_id AND m.person_id = NEW.kept_id)"
)
_GUARD = "person_joining_of_one_address"


def upgrade() -> None:
    op.create_table(
        "person_joining",
        sa.Column("gone_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("gone_id", name=op.f("pk_person_joining")),
    )
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    if is_sqlite:
        op.execute(
            f"CREATE TRIGGER {_GUARD} BEFORE INSERT ON person_joining WHEN {_OTHERS} "
            f"BEGIN SELECT RAISE(ABORT, '{_GUARD}'); END"
        )
    else:
        op.execute(
            f"""
            CREATE FUNCTION {_GUARD}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF {_OTHERS} THEN
                    RAISE EXCEPTION '{_GUARD}' USING ERRCODE = 'check_violation',
                        CONSTRAINT = '{_GUARD}', TABLE = 'person_joining';
                END IF;
                RETURN NEW;
            END $$
            """
        )
        op.execute(
            f"CREATE TRIGGER {_GUARD} BEFORE INSERT ON person_joining "
            f"FOR EACH ROW EXECUTE FUNCTION {_GUARD}()"
        )
    for table in _TABLES:
        _change_guards(table, _let_go)


def downgrade() -> None:
    for table in _TABLES:
        _change_guards(table, _hold)
    if op.get_bind().dialect.name != "sqlite":
        op.execute(f"DROP TRIGGER {_GUARD} ON person_joining")
        op.execute(f"DROP FUNCTION {_GUARD}()")
    op.drop_table("person_joining")


def _let_go(when: str, but: str) -> str:
    return f"({when}) AND NOT ({but})"


def _hold(when: str, but: str) -> str:
    told = _let_go("", but)[1:]
    if not (when.startswith("(") and when.endswith(told)):
        raise ValueError("This is not as it was made.")
    return when[1 : -len(told)]


def _but(table: str) -> str:
    """Whether nothing of a row changes but whom it is about, to the member they turned out to be;
    what may be emptied may be so in the same breath.
    """
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    same = "NEW.{name} IS OLD.{name}" if is_sqlite else "NEW.{name} IS NOT DISTINCT FROM OLD.{name}"
    told, people = [], []
    for column in sa.inspect(op.get_bind()).get_columns(table):
        name = column["name"]
        if name in {"person_id", "other_person_id"}:
            people.append(_ARE_ONE.format(name=name))
            told.append(f"({same.format(name=name)} OR {people[-1]})")
        else:
            told.append(same.format(name=name))
    return " AND ".join([*told, f"({' OR '.join(people)})"])


def _change_guards(table: str, change: object) -> None:
    """Write anew when each trigger on changes of a table refuses."""
    bind, but = op.get_bind(), _but(table)
    if bind.dialect.name == "sqlite":
        query = (
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :name"
            " AND sql LIKE '% BEFORE UPDATE ON %' ORDER BY name"
        )
        for row in bind.execute(sa.text(query), {"name": table}).all():
            head, when, tail = _parts(row.sql, r"(.* WHEN )(.*)( BEGIN SELECT .*)")
            bind.exec_driver_sql(f"DROP TRIGGER {row.name}")
            bind.exec_driver_sql(f"{head}{change(when, but)}{tail}")  # type: ignore[operator]
        return
    query = (
        "SELECT pg_get_functiondef(t.tgfoid) FROM pg_trigger AS t"
        " WHERE t.tgrelid = CAST(:name AS regclass) AND NOT t.tgisinternal"
        " AND (t.tgtype & 16) <> 0 AND (t.tgtype & 1) <> 0 ORDER BY t.tgname"
    )
    for made in bind.execute(sa.text(query), {"name": table}).scalars().all():
        head, when, tail = _parts(made, r"(.*\bIF )(.*)( THEN\s+RAISE .*)")
        bind.exec_driver_sql(f"{head}{change(when, but)}{tail}".replace("%", "%%"))  # type: ignore[operator]


def _parts(text: str, pattern: str) -> tuple[str, str, str]:
    found = re.fullmatch(pattern, text.strip(), re.DOTALL)
    if found is None:
        raise ValueError("This is not as it was made.")
    return found[1], found[2].strip(), found[3]
