"""Give the names of people room for the words behind them that say they came with a file."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0134"
down_revision = "0133"
branch_labels = None
depends_on = None

_NARROW, _WIDE = 80, 96
_BEHIND = ", from an import"
_COLUMNS = {
    "person": ("name", "credit_name"),
    "labour_confirmation": ("pseudonym",),
    "report_copy": ("author_name",),
}


def upgrade() -> None:
    for table, names in _COLUMNS.items():
        _resize(table, names, _NARROW, _WIDE)


def downgrade() -> None:
    """Names are cut again so that the words behind them stay whole."""
    for table, names in _COLUMNS.items():
        taken = _let_go(table)
        for name in names:
            column, there = sa.column(name), sa.table(table, sa.column(name))
            cut = sa.func.substr(column, 1, _NARROW - len(_BEHIND)) + _BEHIND
            op.execute(there.update().where(sa.func.length(column) > _NARROW).values({name: cut}))
        _hold(table, taken)
        _resize(table, names, _WIDE, _NARROW)


def _resize(table: str, names: tuple[str, ...], was: int, becomes: int) -> None:
    if op.get_bind().dialect.name == "sqlite":
        _make_anew(table, names, was, becomes)
        return
    for name in names:
        op.alter_column(table, name, type_=sa.String(becomes), existing_type=sa.String(was))


def _make_anew(table: str, names: tuple[str, ...], was: int, becomes: int) -> None:
    """SQLite changes no column of a table that is there: it is written anew, as it was but for
    this, with its indexes and with every trigger that speaks of it.
    """
    bind = op.get_bind()
    query = "SELECT sql FROM sqlite_master WHERE tbl_name = :name AND sql IS NOT NULL AND type"
    own = {"name": table}
    [made] = bind.execute(sa.text(f"{query} = 'table'"), own).scalars().all()
    indexes = list(bind.execute(sa.text(f"{query} = 'index' ORDER BY name"), own).scalars())
    triggers = _let_go(table)
    rest = made.split("(", 1)[1]
    for name in names:
        rest, times = re.subn(rf"\b{name} VARCHAR\({was}\)", f"{name} VARCHAR({becomes})", rest)
        if times != 1:
            raise ValueError(f"The table {table} is not as it was made.")
    bind.exec_driver_sql(f"CREATE TABLE {table}_anew ({rest}")
    bind.exec_driver_sql(f"INSERT INTO {table}_anew SELECT * FROM {table}")  # noqa: S608 - ours
    bind.exec_driver_sql(f"DROP TABLE {table}")
    bind.exec_driver_sql(f"ALTER TABLE {table}_anew RENAME TO {table}")
    for statement in indexes:
        bind.exec_driver_sql(statement)
    _hold(table, triggers)


def _let_go(table: str) -> list[str]:
    """Take the triggers off that speak of the table; gives what puts them back."""
    bind = op.get_bind()
    if bind.dialect.name != "sqlite":
        op.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        return []
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE :words"
    rows = bind.execute(sa.text(f"{query} ORDER BY name"), {"words": f"%{table}%"}).all()
    for row in rows:
        bind.exec_driver_sql(f"DROP TRIGGER {row.name}")
    return [row.sql for row in rows]


def _hold(table: str, triggers: list[str]) -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    for statement in triggers:
        op.get_bind().exec_driver_sql(statement)
