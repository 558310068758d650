"""Let a part of content be taken out under the code, and keep what it was before that."""

import sqlalchemy as sa
from alembic import op

revision = "0099"
down_revision = "0098"
branch_labels = None
depends_on = None

_TABLE = "content_state"
_BEFORE = ("hidden", "removed", "purged")
_AFTER = ("hidden", "redacted", "removed", "purged")
_STANDING = "uq_content_state_standing"
_WHOLE = sa.text("ended_at IS NULL AND state <> 'redacted'")
_PART = sa.text("ended_at IS NULL AND state = 'redacted'")
_OPEN = sa.text("ended_at IS NULL")
_SUBJECT = ["about", "subject_id"]


def upgrade() -> None:
    op.create_table(
        "content_kept_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "about",
            sa.Enum(
                *("note", "item", "pattern", "use"),
                name="kept_content",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_kept_text")),
    )
    op.create_index(op.f("ix_content_kept_text_about_subject_id"), "content_kept_text", _SUBJECT)
    _allow(_BEFORE, _AFTER)
    op.drop_index(_STANDING, _TABLE)
    _index(_STANDING, _WHOLE, is_unique=True)
    _index("ix_content_state_redacted", _PART)


def downgrade() -> None:
    """What was taken out in part is taken out still; that it was is known no more."""
    _drop_redacted()
    op.drop_index("ix_content_state_redacted", _TABLE)
    op.drop_index(_STANDING, _TABLE)
    _index(_STANDING, _OPEN, is_unique=True)
    _allow(_AFTER, _BEFORE)
    op.drop_table("content_kept_text")


def _index(name: str, which: sa.TextClause, *, is_unique: bool = False) -> None:
    where = {"sqlite_where": which, "postgresql_where": which}
    op.create_index(name, _TABLE, _SUBJECT, unique=is_unique, **where)


def _allow(was: tuple[str, ...], becomes: tuple[str, ...]) -> None:
    if op.get_bind().dialect.name == "sqlite":
        _make_anew(f"({_listed(was)})", f"({_listed(becomes)})")
        return
    name = op.f(f"ck_{_TABLE}_standing")
    op.drop_constraint(name, _TABLE, type_="check")
    op.create_check_constraint(name, _TABLE, f"state IN ({_listed(becomes)})")


def _make_anew(was: str, becomes: str) -> None:
    """SQLite changes no constraint of a table that is there: it is written anew, as it was but for
    this, with its indexes and with every trigger that speaks of it.
    """
    bind = op.get_bind()
    query = "SELECT sql FROM sqlite_master WHERE tbl_name = :name AND sql IS NOT NULL AND type"
    own = {"name": _TABLE}
    [made] = bind.execute(sa.text(f"{query} = 'table'"), own).scalars().all()
    beside = list(bind.execute(sa.text(f"{query} = 'index'"), own).scalars())
    beside += _take_triggers_off()
    head, rest = made.split("(", 1)
    if _TABLE not in head or rest.count(was) != 1:
        raise ValueError(f"The table {_TABLE} is not as it was made.")
    bind.exec_driver_sql(f"CREATE TABLE {_TABLE}_anew ({rest.replace(was, becomes)}")
    bind.exec_driver_sql(f"INSERT INTO {_TABLE}_anew SELECT * FROM {_TABLE}")  # noqa: S608 - ours
    bind.exec_driver_sql(f"DROP TABLE {_TABLE}")
    bind.exec_driver_sql(f"ALTER TABLE {_TABLE}_anew RENAME TO {_TABLE}")
    for statement in beside:
        bind.exec_driver_sql(statement)


def _take_triggers_off() -> list[str]:
    """The triggers of SQLite that speak of the table, which are not there for now."""
    bind = op.get_bind()
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE :words"
    rows = bind.execute(sa.text(f"{query} ORDER BY name"), {"words": f"%{_TABLE}%"}).all()
    for row in rows:
        bind.exec_driver_sql(f"DROP TRIGGER {row.name}")
    return [row.sql for row in rows]


def _drop_redacted() -> None:
    """Take out the rows that the table before does not have; it lets none go."""
    bind = op.get_bind()
    is_sqlite = bind.dialect.name == "sqlite"
    taken = _take_triggers_off() if is_sqlite else []
    tables = ("content_reading", "content_appeal", _TABLE)
    if not is_sqlite:
        for table in tables[1:]:
            bind.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    redacted = f"(SELECT id FROM {_TABLE} WHERE state = 'redacted')"  # noqa: S608 - ours
    for table in tables:
        column = "id" if table == _TABLE else "state_id"
        bind.exec_driver_sql(f"DELETE FROM {table} WHERE {column} IN {redacted}")  # noqa: S608
    if not is_sqlite:
        for table in tables[1:]:
            bind.exec_driver_sql(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    for statement in taken:
        bind.exec_driver_sql(statement)


def _listed(kinds: tuple[str, ...]) -> str:
    return ", ".join(f"'{kind}'" for kind in kinds)
