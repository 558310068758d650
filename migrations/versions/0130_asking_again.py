"""Keep that responders and contacts were written to again about a case nobody saw to, once.

Letters to guests about what was done at once say no more what it was: all of them, those that wait
and those that were posted, become such as lead to the page of their own.
"""

import sqlalchemy as sa
from alembic import op

revision = "0130"
down_revision = "0129"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_reminder",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "told",
            sa.Enum(
                *("responders", "contacts"),
                name=op.f("ck_case_reminder_again"),
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["conduct_case.id"], name=op.f("fk_case_reminder_case_id_conduct_case")
        ),
        sa.PrimaryKeyConstraint("case_id", "told", name=op.f("pk_case_reminder")),
    )
    op.execute(
        """UPDATE letter SET kind = 'discreet', facts = '{"leads": "standing"}'"""
        " WHERE kind = 'at_once'"
    )


def downgrade() -> None:
    op.drop_table("case_reminder")
