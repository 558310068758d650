"""Let who agreed to a report in numbers take that back, as long as it is not published."""

# The statements are put together of what stands here alone.

from alembic import op

revision = "0086"
down_revision = "0085"
branch_labels = None
depends_on = None

_NAME, _TABLE = "transparency_approval_stays_on_delete", "transparency_approval"
_IS_OUT = "EXISTS (SELECT 1 FROM transparency_publication AS p WHERE p.report_id = OLD.report_id)"


def upgrade() -> None:
    _watch(_IS_OUT)


def downgrade() -> None:
    _watch("1 = 1")


def _watch(when: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {_NAME}")
        op.execute(
            f"CREATE TRIGGER {_NAME} BEFORE DELETE ON {_TABLE} WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, '{_NAME}'); END"
        )
        return
    op.execute(
        f"""
        CREATE OR REPLACE FUNCTION {_NAME}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {when} THEN
                RAISE EXCEPTION '{_NAME}' USING ERRCODE = 'check_violation',
                    CONSTRAINT = '{_NAME}', TABLE = '{_TABLE}';
            END IF;
            RETURN OLD;
        END $$
        """
    )
