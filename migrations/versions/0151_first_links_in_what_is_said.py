"""Let reviews, objections, answers to them and messages about suggested edits wait until a curator
has read them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0151"
down_revision = "0150"
branch_labels = None
depends_on = None

_TABLE = "library_hold"
_BEFORE = "('use', 'suggestion', 'collection', 'pattern')"
_SAID = "('review', 'objection', 'answer', 'message')"
_AFTER = f"{_BEFORE[:-1]}, {_SAID[1:]}"


def upgrade() -> None:
    _allow(_BEFORE, _AFTER)


def downgrade() -> None:
    """What waits of these is withdrawn then; a message cannot be, so it goes."""
    op.execute(
        "DELETE FROM pattern_suggestion_message WHERE id IN (SELECT subject_id FROM library_hold"
        " WHERE about = 'message' AND (outcome IS NULL OR outcome <> 'shown'))"
    )
    op.execute(f"DELETE FROM library_hold WHERE about IN {_SAID}")  # noqa: S608 - ours
    _allow(_AFTER, _BEFORE)


def _allow(was: str, becomes: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        _make_anew(was, becomes)
        return
    name = op.f(f"ck_{_TABLE}_about")
    op.drop_constraint(name, _TABLE, type_="check")
    op.create_check_constraint(name, _TABLE, f"about IN {becomes}")


def _make_anew(was: str, becomes: str) -> None:
    """SQLite changes no constraint of a table that is there: it is written anew, as it was but for
    this, with its indexes. No trigger speaks of it.
    """
    bind = op.get_bind()
    query = "SELECT sql FROM sqlite_master WHERE tbl_name = :name AND sql IS NOT NULL AND type"
    own = {"name": _TABLE}
    [made] = bind.execute(sa.text(f"{query} = 'table'"), own).scalars().all()
    indexes = list(bind.execute(sa.text(f"{query} = 'index'"), own).scalars())
    rest = made.split("(", 1)[1]
    if rest.count(was) != 1:
        raise ValueError(f"The table {_TABLE} is not as it was made.")
    bind.exec_driver_sql(f"CREATE TABLE {_TABLE}_anew ({rest.replace(was, becomes)}")
    bind.exec_driver_sql(f"INSERT INTO {_TABLE}_anew SELECT * FROM {_TABLE}")  # noqa: S608 - ours
    bind.exec_driver_sql(f"DROP TABLE {_TABLE}")
    bind.exec_driver_sql(f"ALTER TABLE {_TABLE}_anew RENAME TO {_TABLE}")
    for statement in indexes:
        bind.exec_driver_sql(statement)
