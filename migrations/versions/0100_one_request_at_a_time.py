"""Hold on SQLite that a second open request to be let in again takes the place of none.

A REPLACE deletes what stands in its way without the triggers that watch a DELETE.
"""

from alembic import op

revision = "0100"
down_revision = "0099"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER readmission_one_at_a_time BEFORE INSERT ON readmission"
            " WHEN NEW.answered_at IS NULL AND EXISTS (SELECT 1 FROM readmission AS r"
            " WHERE r.ruling_id = NEW.ruling_id AND r.answered_at IS NULL)"
            " BEGIN SELECT RAISE(ABORT, 'readmission_one_at_a_time'); END"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER readmission_one_at_a_time")
