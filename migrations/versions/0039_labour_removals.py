"""Give lines of labour keys for their addresses, and make the table of those taken off the list."""

from secrets import token_urlsafe

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

_STANDING = sa.text("withdrawn_at IS NULL")


def upgrade() -> None:
    op.add_column("labour_line", sa.Column("key", sa.String(16), nullable=False, server_default=""))
    line = sa.table("labour_line", sa.column("id", sa.Integer), sa.column("key", sa.String))
    connection = op.get_bind()
    for (number,) in connection.execute(sa.select(line.c.id)).all():
        fresh = sa.update(line).where(line.c.id == number).values(key=token_urlsafe(9))
        connection.execute(fresh)
    op.create_index(op.f("ix_labour_line_key"), "labour_line", ["key"], unique=True)
    if connection.dialect.name != "sqlite":  # where it would take another table; it says nothing
        op.alter_column("labour_line", "key", server_default=None)
    _make_removals()


def downgrade() -> None:
    op.drop_table("labour_removal")
    op.drop_index(op.f("ix_labour_line_key"), "labour_line")
    op.drop_column("labour_line", "key")


def _make_removals() -> None:
    op.create_table(
        "labour_removal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_labour_removal_reason")),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)",
            name=op.f("ck_labour_removal_withdrawn_by"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{other}.id"], name=op.f(f"fk_labour_removal_{column}_{other}")
            )
            for column, other in (
                ("line_id", "labour_line"),
                ("by_id", "member"),
                ("withdrawn_by_id", "member"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_labour_removal")),
    )
    for column in ("line_id", "by_id", "withdrawn_by_id"):
        op.create_index(op.f(f"ix_labour_removal_{column}"), "labour_removal", [column])
    op.create_index(
        "uq_labour_removal_standing",
        "labour_removal",
        ["line_id"],
        unique=True,
        sqlite_where=_STANDING,
        postgresql_where=_STANDING,
    )
