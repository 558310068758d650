"""Members whom the author of a draft has invited to it."""

import sqlalchemy as sa
from alembic import op

revision = "0077"
down_revision = "0076"
branch_labels = None
depends_on = None

_TABLE = "pattern_invitation"


def upgrade() -> None:
    op.create_table(
        _TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pattern_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("may", sa.String(length=20), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("may IN ('read', 'write')", name=op.f(f"ck_{_TABLE}_maydo")),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by_id IS NULL)",
            name=op.f(f"ck_{_TABLE}_ended_by_somebody"),
        ),
        sa.CheckConstraint("ended_at >= at", name=op.f(f"ck_{_TABLE}_ended_after_it_began")),
        sa.CheckConstraint(
            "ended_by_id IN (by_id, person_id)", name=op.f(f"ck_{_TABLE}_ended_by_one_of_both")
        ),
        sa.CheckConstraint("person_id <> by_id", name=op.f(f"ck_{_TABLE}_somebody_else")),
        *(_to(column, "person") for column in ("by_id", "ended_by_id", "person_id")),
        _to("pattern_id", "pattern"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_TABLE}")),
    )
    for column in ("by_id", "ended_by_id", "person_id"):
        op.create_index(op.f(f"ix_{_TABLE}_{column}"), _TABLE, [column])
    standing = sa.text("ended_at IS NULL")
    op.create_index(
        f"uq_{_TABLE}_standing",
        _TABLE,
        ["pattern_id", "person_id"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )


def downgrade() -> None:
    op.drop_table(_TABLE)


def _to(column: str, table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{_TABLE}_{column}_{table}")
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=name)
