"""Keep what sittings were before they changed, and when a letter was last tried."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_STATE = sa.Enum(
    "held",
    "cancelled",
    "deleted",
    name="state",
    native_enum=False,
    create_constraint=True,
    length=20,
)


def upgrade() -> None:
    op.create_table(
        "sitting_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("was_starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("was_ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("was_zone", sa.String(length=64), nullable=False),
        sa.Column("was_state", _STATE, nullable=False),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sitting.id"], name=op.f("fk_sitting_change_sitting_id_sitting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting_change")),
    )
    op.create_index(op.f("ix_sitting_change_sitting_id_at"), "sitting_change", ["sitting_id", "at"])
    op.create_index(op.f("ix_sitting_change_at"), "sitting_change", ["at"])
    with op.batch_alter_table("letter") as letter:
        letter.add_column(sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("letter") as letter:
        letter.drop_column("tried_at")
    op.drop_table("sitting_change")
