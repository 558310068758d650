"""Hold who let a case stand where it stands, and why, as it was said.

Only a bar is put into why, where words are purged; and when it ended is said once.
"""

from alembic import op

revision = "0124"
down_revision = "0123"
branch_labels = None
depends_on = None

_NAME = "case_state_stays_on_update"
_BEFORE = (
    "NEW.id <> OLD.id OR NEW.case_id <> OLD.case_id OR NEW.state <> OLD.state OR NEW.at <> OLD.at"
)
_BARRED = "NEW.why LIKE '%█%' AND EXISTS (SELECT 1 FROM word_purge)"


def upgrade() -> None:
    differs = "IS NOT" if op.get_bind().dialect.name == "sqlite" else "IS DISTINCT FROM"
    _watch(
        f"{_BEFORE} OR NEW.by_id {differs} OLD.by_id"
        f" OR (OLD.ended_at IS NOT NULL AND NEW.ended_at {differs} OLD.ended_at)"
        f" OR (NEW.why <> OLD.why AND NOT ({_BARRED}))"
    )


def downgrade() -> None:
    _watch(_BEFORE)


def _watch(when: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {_NAME}")
        op.execute(
            f"CREATE TRIGGER {_NAME} BEFORE UPDATE ON case_state WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, '{_NAME}'); END"
        )
        return
    op.execute(
        f"""
        CREATE OR REPLACE FUNCTION {_NAME}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {when} THEN
                RAISE EXCEPTION '{_NAME}' USING ERRCODE = 'check_violation',
                    CONSTRAINT = '{_NAME}', TABLE = 'case_state';
            END IF;
            RETURN NEW;
        END $$
        """
    )
