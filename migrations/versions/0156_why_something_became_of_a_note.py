"""Let why something became of a note be reported and set aside. What is kept by a number is nobody
else's: on SQLite none is given twice.
"""

import sqlalchemy as sa
from alembic import op

revision = "0156"
down_revision = "0155"
branch_labels = None
depends_on = None

_SAID = ("outcome",)
_CONTENT = (
    *("note", "item", "pattern", "use", "review", "objection", "answer"),
    *("suggestion", "message", "collection", "look-back", "call"),
    *("curator-word", "verification", "stage", "decline"),
)
_REPORTED = (
    *("note", "item", "pattern", "person", "call", "nothing", "use", "review", "objection"),
    *("answer", "suggestion", "message", "collection", "look-back"),
    *("curator-word", "verification", "stage", "decline"),
)
_BECOMES = {
    "content_state": ("content", _CONTENT),
    "content_kept_text": ("kept_content", _CONTENT),
    "report": ("about", _REPORTED),
}
"""By table: the name of the check, and what it lets `about` be before."""
_NUMBERED = ("note_outcome",)
_ONCE = "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT"
_AGAIN = "id INTEGER NOT NULL"
_BESIDE = ("content_reading", "content_appeal")


def upgrade() -> None:
    for table, (name, before) in _BECOMES.items():
        _allow(table, name, before, (*before, *_SAID))
    for table in _NUMBERED if op.get_bind().dialect.name == "sqlite" else ():
        _make_anew(table, (_AGAIN, _ONCE), (_key_of(table), ""))


def downgrade() -> None:
    """What was set aside stays out of sight, some of it for ever; that it is, and what was
    reported, nothing says.
    """
    op.execute(
        "UPDATE note_outcome SET why = '█ taken out █' WHERE id IN (SELECT subject_id FROM"
        " content_state WHERE about = 'outcome' AND state <> 'redacted' AND ended_at IS NULL)"
    )
    said, taken = _listed(_SAID), _let_go(*_BESIDE, "content_state", "report")
    states = f"(SELECT id FROM content_state WHERE about IN {said})"  # noqa: S608 - ours
    for table in _BESIDE:
        op.execute(f"DELETE FROM {table} WHERE state_id IN {states}")  # noqa: S608 - ours
    for table in ("content_state", "content_kept_text"):
        op.execute(f"DELETE FROM {table} WHERE about IN {said}")  # noqa: S608 - ours
    op.execute(f"UPDATE report SET about = 'nothing', about_id = NULL WHERE about IN {said}")  # noqa: S608
    _hold(taken, *_BESIDE, "content_state", "report")
    for table, (name, before) in _BECOMES.items():
        _allow(table, name, (*before, *_SAID), before)
    for table in _NUMBERED if op.get_bind().dialect.name == "sqlite" else ():
        first = "\tCONSTRAINT fk_"
        _make_anew(table, (_ONCE, _AGAIN), (first, f"{_key_of(table)}{first}"))


def _key_of(table: str) -> str:
    return f"\tCONSTRAINT pk_{table} PRIMARY KEY (id), \n"


def _allow(table: str, name: str, was: tuple[str, ...], becomes: tuple[str, ...]) -> None:
    if op.get_bind().dialect.name == "sqlite":
        _make_anew(table, (_listed(was), _listed(becomes)))
        return
    check = op.f(f"ck_{table}_{name}")
    op.drop_constraint(check, table, type_="check")
    op.create_check_constraint(check, table, f"about IN {_listed(becomes)}")


def _make_anew(table: str, *changes: tuple[str, str]) -> None:
    """SQLite changes no constraint of a table that is there: it is written anew, as it was but for
    this, with its indexes and with every trigger that speaks of it.
    """
    bind = op.get_bind()
    query = "SELECT sql FROM sqlite_master WHERE tbl_name = :name AND sql IS NOT NULL AND type"
    own = {"name": table}
    [made] = bind.execute(sa.text(f"{query} = 'table'"), own).scalars().all()
    indexes = list(bind.execute(sa.text(f"{query} = 'index'"), own).scalars())
    triggers = _let_go(table)
    rest = made.split("(", 1)[1]
    for was, becomes in changes:
        if was not in rest:
            raise ValueError(f"The table {table} is not as it was made.")
        rest = rest.replace(was, becomes, 1)
    bind.exec_driver_sql(f"CREATE TABLE {table}_anew ({rest}")
    bind.exec_driver_sql(f"INSERT INTO {table}_anew SELECT * FROM {table}")  # noqa: S608 - ours
    bind.exec_driver_sql(f"DROP TABLE {table}")
    bind.exec_driver_sql(f"ALTER TABLE {table}_anew RENAME TO {table}")
    for statement in indexes:
        bind.exec_driver_sql(statement)
    _hold(triggers, table)


def _let_go(*tables: str) -> list[str]:
    """Take the triggers off that speak of the tables; gives what puts them back."""
    bind = op.get_bind()
    if bind.dialect.name != "sqlite":
        for table in tables:
            op.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        return []
    taken = []
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE :words"
    for table in tables:
        rows = bind.execute(sa.text(f"{query} ORDER BY name"), {"words": f"%{table}%"}).all()
        for row in rows:
            bind.exec_driver_sql(f"DROP TRIGGER {row.name}")
            taken.append(row.sql)
    return taken


def _hold(triggers: list[str], *tables: str) -> None:
    if op.get_bind().dialect.name != "sqlite":
        for table in tables:
            op.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    for statement in triggers:
        op.get_bind().exec_driver_sql(statement)


def _listed(kinds: tuple[str, ...]) -> str:
    return "(" + ", ".join(f"'{kind}'" for kind in kinds) + ")"
