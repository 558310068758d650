"""Let notes be what is said about patterns: evidence, cautions, adaptations and the like."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

_TABLES = ("note", "note_revision", "note_draft")
_BEFORE = ("note", "question", "decision", "action")
_NEW = ("evidence", "caution", "adaptation", "translation", "quote")


def upgrade() -> None:
    _allow(_BEFORE, (*_BEFORE, *_NEW))


def downgrade() -> None:
    for table in _TABLES:
        notes = sa.table(table, sa.column("note_kind"))
        new = notes.c.note_kind.in_(_NEW)
        op.execute(sa.update(notes).where(new).values(note_kind="note"))
    _allow((*_BEFORE, *_NEW), _BEFORE)


def _allow(was: tuple[str, ...], becomes: tuple[str, ...]) -> None:
    for table in _TABLES:
        if op.get_bind().dialect.name == "sqlite":
            _make_anew(table, f"({_listed(was)})", f"({_listed(becomes)})")
            continue
        name = op.f(f"ck_{table}_kind")
        op.drop_constraint(name, table, type_="check")
        op.create_check_constraint(name, table, f"note_kind IN ({_listed(becomes)})")


def _make_anew(table: str, was: str, becomes: str) -> None:
    """SQLite changes no constraint of a table that is there: it is written anew, as it was but for
    this, with its indexes and triggers.
    """
    bind, own = op.get_bind(), {"name": table}
    query = "SELECT sql FROM sqlite_master WHERE tbl_name = :name AND sql IS NOT NULL AND type"
    [made] = bind.execute(sa.text(f"{query} = 'table'"), own).scalars().all()
    beside = bind.execute(sa.text(f"{query} IN ('index', 'trigger')"), own).scalars().all()
    head, rest = made.split("(", 1)
    if table not in head or rest.count(was) != 1:
        raise ValueError(f"The table {table} is not as it was made.")
    bind.exec_driver_sql(f"CREATE TABLE {table}_anew ({rest.replace(was, becomes)}")
    bind.exec_driver_sql(f"INSERT INTO {table}_anew SELECT * FROM {table}")  # noqa: S608 - ours
    bind.exec_driver_sql(f"DROP TABLE {table}")
    bind.exec_driver_sql(f"ALTER TABLE {table}_anew RENAME TO {table}")
    for statement in beside:
        bind.exec_driver_sql(statement)


def _listed(kinds: tuple[str, ...]) -> str:
    return ", ".join(f"'{kind}'" for kind in kinds)
