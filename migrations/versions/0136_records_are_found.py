"""Let records be found."""

import sqlalchemy as sa
from alembic import op

revision = "0136"
down_revision = "0135"
branch_labels = None
depends_on = None

_TABLE = "search_document"
_BEFORE = ("pattern", "series", "call", "item", "note", "collection")
_NEW = "record"


def upgrade() -> None:
    _allow(_BEFORE, (*_BEFORE, _NEW))


def downgrade() -> None:
    documents = sa.table(_TABLE, sa.column("kind"))
    op.execute(sa.delete(documents).where(documents.c.kind == _NEW))
    _allow((*_BEFORE, _NEW), _BEFORE)


def _allow(was: tuple[str, ...], becomes: tuple[str, ...]) -> None:
    if op.get_bind().dialect.name == "sqlite":
        _make_anew(f"({_listed(was)})", f"({_listed(becomes)})")
        return
    name = op.f(f"ck_{_TABLE}_kind")
    op.drop_constraint(name, _TABLE, type_="check")
    op.create_check_constraint(name, _TABLE, f"kind IN ({_listed(becomes)})")


def _make_anew(was: str, becomes: str) -> None:
    """SQLite changes no constraint of a table that is there: it is written anew, as it was but for
    this, with its triggers; what looks up its words goes by the same numbers.
    """
    bind, own = op.get_bind(), {"name": _TABLE}
    query = "SELECT sql FROM sqlite_master WHERE tbl_name = :name AND sql IS NOT NULL AND type"
    [made] = bind.execute(sa.text(f"{query} = 'table'"), own).scalars().all()
    beside = bind.execute(sa.text(f"{query} IN ('index', 'trigger')"), own).scalars().all()
    head, rest = made.split("(", 1)
    if _TABLE not in head or rest.count(was) != 1:
        raise ValueError(f"The table {_TABLE} is not as it was made.")
    bind.exec_driver_sql(f"CREATE TABLE {_TABLE}_anew ({rest.replace(was, becomes)}")
    bind.exec_driver_sql(f"INSERT INTO {_TABLE}_anew SELECT * FROM {_TABLE}")  # noqa: S608 - ours
    bind.exec_driver_sql(f"DROP TABLE {_TABLE}")
    bind.exec_driver_sql(f"ALTER TABLE {_TABLE}_anew RENAME TO {_TABLE}")
    for statement in beside:
        bind.exec_driver_sql(statement)


def _listed(kinds: tuple[str, ...]) -> str:
    return ", ".join(f"'{kind}'" for kind in kinds)
