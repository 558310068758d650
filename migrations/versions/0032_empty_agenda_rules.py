"""Make the table of rules that cancel the calls of a series while nothing is on their agenda."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "empty_agenda_rule",
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("hours BETWEEN 1 AND 47", name=op.f("ck_empty_agenda_rule_hours")),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_empty_agenda_rule_series_id_series")
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["member.id"], name=op.f("fk_empty_agenda_rule_set_by_id_member")
        ),
        sa.PrimaryKeyConstraint("series_id", name=op.f("pk_empty_agenda_rule")),
    )
    op.create_index(op.f("ix_empty_agenda_rule_set_by_id"), "empty_agenda_rule", ["set_by_id"])


def downgrade() -> None:
    op.drop_table("empty_agenda_rule")
