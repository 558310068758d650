"""Keep to whom something was said at the page of their own standing that they have not seen."""

import sqlalchemy as sa
from alembic import op

revision = "0154"
down_revision = "0153"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "standing_unread",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_standing_unread_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_standing_unread")),
    )


def downgrade() -> None:
    op.drop_table("standing_unread")
