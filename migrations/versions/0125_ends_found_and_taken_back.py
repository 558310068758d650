"""Say when it was found that a call is over, and when its end was taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0125"
down_revision = "0124"
branch_labels = None
depends_on = None

_FOUND = "found_over_at IS NULL OR (ended_at IS NOT NULL AND ended_by_id IS NULL)"


def upgrade() -> None:
    with op.batch_alter_table("call_opening") as batch:
        for name in ("found_over_at", "resumed_at"):
            batch.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
        batch.create_check_constraint(op.f("ck_call_opening_found_over"), _FOUND)


def downgrade() -> None:
    with op.batch_alter_table("call_opening") as batch:
        batch.drop_constraint(op.f("ck_call_opening_found_over"), type_="check")
        batch.drop_column("resumed_at")
        batch.drop_column("found_over_at")
