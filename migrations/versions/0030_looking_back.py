"""Make the tables of what people say of a call when it is over."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "look_back",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(16), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("worked", sa.String(1000), nullable=False),
        sa.Column("differently", sa.String(1000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "worked <> '' OR differently <> ''", name=op.f("ck_look_back_says_something")
        ),
        _refers("look_back", "call_id", "call"),
        _refers("look_back", "member_id", "member"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look_back")),
        sa.UniqueConstraint("key", name=op.f("uq_look_back_key")),
        sa.UniqueConstraint("call_id", "member_id", name=op.f("uq_look_back_call_id_member_id")),
    )
    _index("look_back", "member_id")
    op.create_table(
        "look_back_removal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("look_back_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)",
            name=op.f("ck_look_back_removal_withdrawn_by"),
        ),
        _refers("look_back_removal", "look_back_id", "look_back"),
        _refers("look_back_removal", "by_id", "member"),
        _refers("look_back_removal", "withdrawn_by_id", "member"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look_back_removal")),
    )
    _index("look_back_removal", "look_back_id", "by_id", "withdrawn_by_id")
    standing = sa.text("withdrawn_at IS NULL")
    op.create_index(
        "uq_look_back_removal_standing",
        "look_back_removal",
        ["look_back_id"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )


def downgrade() -> None:
    op.drop_table("look_back_removal")
    op.drop_table("look_back")


def _refers(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name)


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
