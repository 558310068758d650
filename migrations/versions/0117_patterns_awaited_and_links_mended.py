"""Keep what a file says of patterns that are not here, and who mended the links of known uses."""

import sqlalchemy as sa
from alembic import op

revision = "0117"
down_revision = "0116"
branch_labels = None
depends_on = None

_MENDING = "use_link_mending"
_TABLE, _HELD = "pattern_relation", "ck_pattern_relation_other_or_awaited"
_INDEX, _LATER = "ix_pattern_relation_awaited_kind_pattern_id", "ix_stage_change_awaited"
_RULE = "(other_id IS NULL) = (awaited IS NOT NULL)"
_BEFORE = "\tother_id INTEGER NOT NULL, "
_AFTER = f"\tother_id INTEGER, \n\tawaited VARCHAR(80) CONSTRAINT {_HELD} CHECK ({_RULE}), "
_COLUMNS = "id, pattern_id, kind, other_id, note, by_id, at, withdrawn_at, withdrawn_by_id"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _make_anew(_BEFORE, _AFTER)
    else:
        op.add_column(_TABLE, sa.Column("awaited", sa.String(length=80)))
        op.alter_column(_TABLE, "other_id", nullable=True)
        op.create_check_constraint(op.f(_HELD), _TABLE, _RULE)
    op.create_index(op.f(_INDEX), _TABLE, ["awaited", "kind", "pattern_id"], unique=True)
    op.add_column("stage_change", sa.Column("awaited", sa.String(length=80)))
    op.create_index(op.f(_LATER), "stage_change", ["awaited"])
    _make_mendings()


def downgrade() -> None:
    """What was waited for is forgotten."""
    op.drop_table(_MENDING)
    op.drop_index(op.f(_LATER), table_name="stage_change")
    op.drop_column("stage_change", "awaited")
    op.drop_index(op.f(_INDEX), table_name=_TABLE)
    op.execute(f"DELETE FROM {_TABLE} WHERE other_id IS NULL")  # noqa: S608 - ours
    if op.get_bind().dialect.name == "sqlite":
        _make_anew(_AFTER, _BEFORE)
        return
    op.drop_constraint(op.f(_HELD), _TABLE, type_="check")
    op.alter_column(_TABLE, "other_id", nullable=False)
    op.drop_column(_TABLE, "awaited")


def _make_mendings() -> None:
    op.create_table(
        _MENDING,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("use_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["use_id"], ["known_use.id"], name=op.f("fk_use_link_mending_use_id_known_use")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_use_link_mending_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_use_link_mending")),
    )
    for column in ("use_id", "by_id"):
        op.create_index(op.f(f"ix_use_link_mending_{column}"), _MENDING, [column])


def _make_anew(was: str, becomes: str) -> None:
    """SQLite changes no constraint of a table that is there: it is written anew, as it was but for
    this, with its indexes.
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
    bind.exec_driver_sql(
        f"INSERT INTO {_TABLE}_anew ({_COLUMNS}) SELECT {_COLUMNS} FROM {_TABLE}"  # noqa: S608
    )
    bind.exec_driver_sql(f"DROP TABLE {_TABLE}")
    bind.exec_driver_sql(f"ALTER TABLE {_TABLE}_anew RENAME TO {_TABLE}")
    for statement in indexes:
        bind.exec_driver_sql(statement)
