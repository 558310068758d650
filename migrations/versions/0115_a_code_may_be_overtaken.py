"""Let a version of the code take effect before one that was published earlier and does not yet
hold: that one was dated too late, and never will.
"""

from alembic import op

revision = "0115"
down_revision = "0114"
branch_labels = None
depends_on = None

_NAME = "code_publication_in_order"
_EARLIER = (
    "EXISTS (SELECT 1 FROM code_publication AS other WHERE other.version_id < NEW.version_id "
    "AND other.effective_at > NEW.effective_at{which})"
)


def upgrade() -> None:
    _refuse(_EARLIER.format(which=" AND other.effective_at <= NEW.at"))


def downgrade() -> None:
    """What has overtaken another stays; no further one may."""
    _refuse(_EARLIER.format(which=""))


def _refuse(when: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {_NAME}")
        op.execute(
            f"CREATE TRIGGER {_NAME} BEFORE INSERT ON code_publication WHEN {when} "
            "BEGIN SELECT RAISE(ABORT, 'code_order'); END"
        )
        return
    op.execute(
        f"""
        CREATE OR REPLACE FUNCTION {_NAME}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {when} THEN
                RAISE EXCEPTION 'code_order' USING ERRCODE = 'check_violation',
                    CONSTRAINT = 'code_order', TABLE = 'code_publication';
            END IF;
            RETURN NEW;
        END $$
        """
    )
