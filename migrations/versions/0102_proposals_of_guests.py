"""Make the table of what guests propose for a call."""

import sqlalchemy as sa
from alembic import op

revision = "0102"
down_revision = "0101"
branch_labels = None
depends_on = None

_TABLE = "guest_proposal"
_POINTS = {
    "call_id": "call",
    "person_id": "person",
    "disclosure_id": "disclosure",
    "ended_by_id": "member",
    "item_id": "agenda_item",
}
_CHECKS = {
    "itemkind": "item_kind IN ('inform', 'discuss', 'decide', 'check-in')",
    "outcome": "outcome IN ('taken', 'left')",
    "minutes": "minutes BETWEEN 1 AND 480",
    "ended_at": "(outcome IS NULL) = (ended_at IS NULL)",
    "ended_by": "(outcome IS NULL) = (ended_by_id IS NULL)",
    "item": "(item_id IS NOT NULL) = (outcome IS NOT NULL AND outcome = 'taken')",
    "words_once": "(item_id IS NOT NULL) = (title = '')",
    "of_somebody": "person_id IS NOT NULL OR item_id IS NOT NULL",
}


def upgrade() -> None:
    op.create_table(
        _TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=150), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("item_kind", sa.String(length=20), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("leads", sa.Boolean(), nullable=False),
        sa.Column("disclosure_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        *(sa.CheckConstraint(of, name=op.f(f"ck_{_TABLE}_{name}")) for name, of in _CHECKS.items()),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_{_TABLE}_{column}_{table}")
            )
            for column, table in _POINTS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_TABLE}")),
        sa.UniqueConstraint("key", name=op.f(f"uq_{_TABLE}_key")),
        sa.UniqueConstraint("item_id", name=op.f(f"uq_{_TABLE}_item_id")),
    )
    for column in ("call_id", "person_id", "ended_by_id", "disclosure_id"):
        op.create_index(op.f(f"ix_{_TABLE}_{column}"), _TABLE, [column])


def downgrade() -> None:
    op.drop_table(_TABLE)
