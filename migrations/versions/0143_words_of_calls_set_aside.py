"""Let words of calls be taken out under the code."""

import sqlalchemy as sa
from alembic import op

revision = "0143"
down_revision = "0142"
branch_labels = None
depends_on = None

_BEFORE = (
    *("note", "item", "pattern", "use", "review", "objection", "answer"),
    *("suggestion", "message", "collection", "look-back"),
)
_AFTER = (*_BEFORE, "call")
_CHECKS = {"content_state": "content", "content_kept_text": "kept_content"}
_BESIDE = ("content_reading", "content_appeal")


def upgrade() -> None:
    for table, name in _CHECKS.items():
        _allow(table, name, _BEFORE, _AFTER)


def downgrade() -> None:
    """What was taken out stays so; that it was, nothing says."""
    taken = _let_go(*_BESIDE, "content_state")
    states = "(SELECT id FROM content_state WHERE about = 'call')"
    for table in _BESIDE:
        op.execute(f"DELETE FROM {table} WHERE state_id IN {states}")  # noqa: S608 - ours
    for table in _CHECKS:
        op.execute(f"DELETE FROM {table} WHERE about = 'call'")  # noqa: S608 - ours
    _hold(taken, *_BESIDE, "content_state")
    for table, name in _CHECKS.items():
        _allow(table, name, _AFTER, _BEFORE)


def _allow(table: str, name: str, was: tuple[str, ...], becomes: tuple[str, ...]) -> None:
    if op.get_bind().dialect.name == "sqlite":
        _make_anew(table, _listed(was), _listed(becomes))
        return
    check = op.f(f"ck_{table}_{name}")
    op.drop_constraint(check, table, type_="check")
    op.create_check_constraint(check, table, f"about IN {_listed(becomes)}")


def _make_anew(table: str, was: str, becomes: str) -> None:
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
    if rest.count(was) != 1:
        raise ValueError(f"The table {table} is not as it was made.")
    bind.exec_driver_sql(f"CREATE TABLE {table}_anew ({rest.replace(was, becomes)}")
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
