"""Make the tables of words that were taken out of notes and items."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, column, there in (
        ("note_redaction", "note_id", "note"),
        ("item_redaction", "item_id", "agenda_item"),
    ):
        op.create_table(
            table,
            sa.Column("id", sa.Integer(), nullable=False),
            sa.Column(column, sa.Integer(), nullable=False),
            sa.Column("version", sa.Integer(), nullable=False),
            sa.Column("by_id", sa.Integer(), nullable=False),
            sa.Column("at", sa.DateTime(timezone=True), nullable=False),
            sa.Column("why", sa.String(length=300), nullable=False),
            sa.CheckConstraint("why <> ''", name=op.f(f"ck_{table}_why")),
            sa.ForeignKeyConstraint(
                [column], [f"{there}.id"], name=op.f(f"fk_{table}_{column}_{there}")
            ),
            sa.ForeignKeyConstraint(
                ["by_id"], ["member.id"], name=op.f(f"fk_{table}_by_id_member")
            ),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        )
        for indexed in (column, "by_id"):
            op.create_index(op.f(f"ix_{table}_{indexed}"), table, [indexed])


def downgrade() -> None:
    op.drop_table("item_redaction")
    op.drop_table("note_redaction")
