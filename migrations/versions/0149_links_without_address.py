"""Let the address of a link of a record be taken out of it."""

import sqlalchemy as sa
from alembic import op

revision = "0149"
down_revision = "0148"
branch_labels = None
depends_on = None

_TABLE, _CHECK = "record_link", "ck_record_link_https"
_BEFORE = "substr(url, 1, 8) = 'https://'"
_AFTER = f"url = '' OR {_BEFORE}"


def upgrade() -> None:
    _allow(_BEFORE, _AFTER)


def downgrade() -> None:
    """What was taken out stays so."""
    op.execute("UPDATE record_link SET url = 'https://' WHERE url = ''")
    _allow(_AFTER, _BEFORE)


def _allow(was: str, becomes: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        _make_anew(was, becomes)
        return
    op.drop_constraint(op.f(_CHECK), _TABLE, type_="check")
    op.create_check_constraint(op.f(_CHECK), _TABLE, becomes)


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
    if rest.count(f"({was})") != 1:
        raise ValueError(f"The table {_TABLE} is not as it was made.")
    rest = rest.replace(f"({was})", f"({becomes})")
    bind.exec_driver_sql(f"CREATE TABLE {_TABLE}_anew ({rest}")
    bind.exec_driver_sql(f"INSERT INTO {_TABLE}_anew SELECT * FROM {_TABLE}")  # noqa: S608 - ours
    bind.exec_driver_sql(f"DROP TABLE {_TABLE}")
    bind.exec_driver_sql(f"ALTER TABLE {_TABLE}_anew RENAME TO {_TABLE}")
    for statement in (*indexes, *triggers):
        bind.exec_driver_sql(statement)


def _let_go() -> list[str]:
    """Take the triggers off that speak of the table; gives what puts them back."""
    bind = op.get_bind()
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE :words"
    rows = bind.execute(sa.text(f"{query} ORDER BY name"), {"words": f"%{_TABLE}%"}).all()
    for row in rows:
        bind.exec_driver_sql(f"DROP TRIGGER {row.name}")
    return [row.sql for row in rows]
