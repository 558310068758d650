"""Give no number of a pattern or of a suggestion twice, on SQLite too, where one that was deleted
last was free again: what is kept by such a number would have been another's.
"""

import sqlalchemy as sa
from alembic import op

revision = "0122"
down_revision = "0121"
branch_labels = None
depends_on = None

_TABLES = ("pattern", "pattern_suggestion")
_ONCE = "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT"
_AGAIN = "id INTEGER NOT NULL"


def upgrade() -> None:
    for table in _TABLES if op.get_bind().dialect.name == "sqlite" else ():
        _make_anew(table, (_AGAIN, _ONCE), (_key_of(table), ""))


def downgrade() -> None:
    for table in _TABLES if op.get_bind().dialect.name == "sqlite" else ():
        first = "\tCONSTRAINT fk_"
        _make_anew(table, (_ONCE, _AGAIN), (first, f"{_key_of(table)}{first}"))


def _key_of(table: str) -> str:
    return f"\tCONSTRAINT pk_{table} PRIMARY KEY (id), \n"


def _make_anew(table: str, *changes: tuple[str, str]) -> None:
    """SQLite changes no key of a table that is there: it is written anew, as it was but for this,
    with its indexes.
    """
    bind = op.get_bind()
    query = "SELECT sql FROM sqlite_master WHERE tbl_name = :name AND sql IS NOT NULL AND type"
    own = {"name": table}
    [made] = bind.execute(sa.text(f"{query} = 'table'"), own).scalars().all()
    indexes = list(bind.execute(sa.text(f"{query} = 'index'"), own).scalars())
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
