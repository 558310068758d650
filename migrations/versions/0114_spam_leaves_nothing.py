"""Let content be set aside as spam, which leaves nothing in its place."""

import sqlalchemy as sa
from alembic import op

revision = "0114"
down_revision = "0113"
branch_labels = None
depends_on = None

_TABLE = "content_state"
_BEFORE = "('hidden', 'redacted', 'removed', 'purged')"
_AFTER = "('hidden', 'redacted', 'spam', 'removed', 'purged')"


def upgrade() -> None:
    _allow(_BEFORE, _AFTER)


def downgrade() -> None:
    """What was taken for spam was removed."""
    taken = _let_go()
    op.execute("UPDATE content_state SET state = 'removed' WHERE state = 'spam'")
    _hold(taken)
    _allow(_AFTER, _BEFORE)


def _allow(was: str, becomes: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        _make_anew(was, becomes)
        return
    name = op.f(f"ck_{_TABLE}_standing")
    op.drop_constraint(name, _TABLE, type_="check")
    op.create_check_constraint(name, _TABLE, f"state IN {becomes}")


def _make_anew(was: str, becomes: str) -> None:
    """SQLite changes no constraint of a table that is there: it is written anew, as it was but for
    this, with its indexes and with every trigger that speaks of it.
    """
    bind = op.get_bind()
    query = "SELECT sql FROM sqlite_master WHERE tbl_name = :name AND sql IS NOT NULL AND type"
    own = {"name": _TABLE}
    [made] = bind.execute(sa.text(f"{query} = 'table'"), own).scalars().all()
    indexes = list(bind.execute(sa.text(f"{query} = 'index'"), own).scalars())
    triggers = _let_go()
    rest = made.split("(", 1)[1]
    if rest.count(was) != 1:
        raise ValueError(f"The table {_TABLE} is not as it was made.")
    bind.exec_driver_sql(f"CREATE TABLE {_TABLE}_anew ({rest.replace(was, becomes)}")
    bind.exec_driver_sql(f"INSERT INTO {_TABLE}_anew SELECT * FROM {_TABLE}")  # noqa: S608 - ours
    bind.exec_driver_sql(f"DROP TABLE {_TABLE}")
    bind.exec_driver_sql(f"ALTER TABLE {_TABLE}_anew RENAME TO {_TABLE}")
    for statement in indexes:
        bind.exec_driver_sql(statement)
    _hold(triggers)


def _let_go() -> list[str]:
    """Take the triggers off that speak of the table; gives what puts them back."""
    bind = op.get_bind()
    if bind.dialect.name != "sqlite":
        op.execute(f"ALTER TABLE {_TABLE} DISABLE TRIGGER USER")
        return []
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE :words"
    rows = bind.execute(sa.text(f"{query} ORDER BY name"), {"words": f"%{_TABLE}%"}).all()
    for row in rows:
        bind.exec_driver_sql(f"DROP TRIGGER {row.name}")
    return [row.sql for row in rows]


def _hold(triggers: list[str]) -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.execute(f"ALTER TABLE {_TABLE} ENABLE TRIGGER USER")
    for statement in triggers:
        op.get_bind().exec_driver_sql(statement)
