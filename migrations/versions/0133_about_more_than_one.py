"""Let a report be about more than one person: one who is found, and others too."""

import sqlalchemy as sa
from alembic import op

revision = "0133"
down_revision = "0132"
branch_labels = None
depends_on = None

_TABLE = "report_person"
_INDEX = "uq_report_person_standing"
_GUARD = "report_person_stays_also_on_update"


def upgrade() -> None:
    column = sa.Column("is_also", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column(_TABLE, column)
    _index("ended_at IS NULL AND NOT is_also")
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {_GUARD} BEFORE UPDATE ON {_TABLE} WHEN NEW.is_also <> OLD.is_also "
            f"BEGIN SELECT RAISE(ABORT, '{_GUARD}'); END"
        )
        return
    op.execute(
        f"""
        CREATE FUNCTION {_GUARD}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NEW.is_also <> OLD.is_also THEN
                RAISE EXCEPTION '{_GUARD}' USING ERRCODE = 'check_violation',
                    CONSTRAINT = '{_GUARD}', TABLE = '{_TABLE}';
            END IF;
            RETURN NEW;
        END $$
        """
    )
    op.execute(
        f"CREATE TRIGGER {_GUARD} BEFORE UPDATE ON {_TABLE} "
        f"FOR EACH ROW EXECUTE FUNCTION {_GUARD}()"
    )


def downgrade() -> None:
    """Whom a report was about too is left out for good, as those are who were found until then."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {_GUARD}")
    else:
        op.execute(f"DROP TRIGGER {_GUARD} ON {_TABLE}")
        op.execute(f"DROP FUNCTION {_GUARD}()")
    op.execute(f"UPDATE {_TABLE} SET ended_at = at WHERE is_also AND ended_at IS NULL")  # noqa: S608
    _index("ended_at IS NULL")
    op.drop_column(_TABLE, "is_also")


def _index(where: str) -> None:
    op.drop_index(_INDEX, _TABLE)
    standing = sa.text(where)
    op.create_index(
        _INDEX,
        _TABLE,
        ["report_id"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )
