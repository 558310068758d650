"""Let two decide that nothing follows: nobody can ask for a second look at that."""

from alembic import op

revision = "0094"
down_revision = "0093"
branch_labels = None
depends_on = None

_NAME, _TABLE = "ruling_dismissed_by_two", "ruling_made"
_WHEN = """
    EXISTS (SELECT 1 FROM ruling AS r WHERE r.id = NEW.ruling_id AND r.level IS NULL)
    AND (SELECT COUNT(*) FROM ruling_decider AS d WHERE d.ruling_id = NEW.ruling_id) < 2
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {_NAME} BEFORE INSERT ON {_TABLE} WHEN {_WHEN} "
            f"BEGIN SELECT RAISE(ABORT, '{_NAME}'); END"
        )
        return
    op.execute(
        f"""
        CREATE FUNCTION {_NAME}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {_WHEN} THEN
                RAISE EXCEPTION '{_NAME}' USING ERRCODE = 'check_violation',
                    CONSTRAINT = '{_NAME}', TABLE = '{_TABLE}';
            END IF;
            RETURN NEW;
        END $$
        """
    )
    op.execute(
        f"CREATE TRIGGER {_NAME} BEFORE INSERT ON {_TABLE} FOR EACH ROW EXECUTE FUNCTION {_NAME}()"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {_NAME}")
        return
    op.execute(f"DROP TRIGGER {_NAME} ON {_TABLE}")
    op.execute(f"DROP FUNCTION {_NAME}()")
