"""Keep that responders were asked to look at a ban again, so that they are asked once."""

import sqlalchemy as sa
from alembic import op

revision = "0104"
down_revision = "0103"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "look_asking",
        sa.Column("ruling_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["ruling_id"], ["ruling.id"], name=op.f("fk_look_asking_ruling_id_ruling")
        ),
        sa.PrimaryKeyConstraint("ruling_id", "at", name=op.f("pk_look_asking")),
    )


def downgrade() -> None:
    op.drop_table("look_asking")
