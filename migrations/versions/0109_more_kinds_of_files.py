"""Let files that come with reports be larger, and of more kinds."""

# The statements are put together of what stands here alone.
# ruff: noqa: S608

import sqlalchemy as sa
from alembic import op

revision = "0109"
down_revision = "0108"
branch_labels = None
depends_on = None

_TABLE = "report_file"
_FEW = "kind IN ('image/png', 'image/jpeg', 'text/plain')"
_MORE = f"{_FEW[:-1]}, 'image/webp', 'image/heic', 'application/pdf')"
_SMALL, _LARGE = "size <= 1048576", "size <= 5242880"


def upgrade() -> None:
    _take(_FEW, _MORE, _SMALL, _LARGE)


def downgrade() -> None:
    """Files that the table before does not hold go."""
    _take(_MORE, _FEW, _LARGE, _SMALL)


def _take(old_kinds: str, kinds: str, old_size: str, size: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        _make_anew({old_kinds: kinds, old_size: size}, f"{kinds} AND {size}")
        return
    op.execute(f"ALTER TABLE {_TABLE} DISABLE TRIGGER USER")
    op.execute(f"DELETE FROM {_TABLE} WHERE NOT ({kinds} AND {size})")
    op.execute(f"ALTER TABLE {_TABLE} ENABLE TRIGGER USER")
    for name, words in (("filekind", kinds), ("size", size)):
        constraint = op.f(f"ck_{_TABLE}_{name}")
        op.drop_constraint(constraint, _TABLE, type_="check")
        op.create_check_constraint(constraint, _TABLE, words)


def _make_anew(words: dict[str, str], fits: str) -> None:
    """SQLite changes no constraint of a table that is there: it is written anew, as it was but for
    this, with its indexes and triggers.
    """
    bind = op.get_bind()
    query = "SELECT name, sql FROM sqlite_master WHERE tbl_name = :name AND sql IS NOT NULL AND"
    own = {"name": _TABLE}
    [made] = bind.execute(sa.text(f"{query} type = 'table'"), own).all()
    indexes = bind.execute(sa.text(f"{query} type = 'index' ORDER BY name"), own).all()
    triggers = bind.execute(sa.text(f"{query} type = 'trigger' ORDER BY name"), own).all()
    for trigger in triggers:
        bind.exec_driver_sql(f"DROP TRIGGER {trigger.name}")
    rest = made.sql.split("(", 1)[1]
    for was, becomes in words.items():
        if rest.count(was) != 1:
            raise ValueError(f"The table {_TABLE} is not as it was made.")
        rest = rest.replace(was, becomes)
    bind.exec_driver_sql(f"CREATE TABLE {_TABLE}_anew ({rest}")
    bind.exec_driver_sql(f"INSERT INTO {_TABLE}_anew SELECT * FROM {_TABLE} WHERE {fits}")
    bind.exec_driver_sql(f"DROP TABLE {_TABLE}")
    bind.exec_driver_sql(f"ALTER TABLE {_TABLE}_anew RENAME TO {_TABLE}")
    for one in (*indexes, *triggers):
        bind.exec_driver_sql(one.sql)
