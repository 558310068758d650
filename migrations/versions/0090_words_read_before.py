"""Keep who wrote and who read what the author of something that is set aside is told.

What is there by now has gone without a second reader.
"""

import sqlalchemy as sa
from alembic import op

revision = "0090"
down_revision = "0089"
branch_labels = None
depends_on = None

_WAITS = sa.text("ended_at IS NULL")
_TOLD = sa.text("outcome IN ('passed', 'unread')")


def upgrade() -> None:
    op.create_table(
        "content_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state_id", sa.Integer(), nullable=False),
        sa.Column("said", _choice("said", "reason", "answer"), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "outcome",
            _choice("went", "passed", "changed", "unread", "not needed"),
            nullable=True,
        ),
        sa.Column("read_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "read_by_id <> written_by_id", name=op.f("ck_content_reading_read_by_another")
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (ended_at IS NULL)", name=op.f("ck_content_reading_ended_at")
        ),
        sa.CheckConstraint(
            "(read_by_id IS NOT NULL) = (outcome IS NOT NULL AND outcome IN ('passed', 'changed'))",
            name=op.f("ck_content_reading_read_by"),
        ),
        sa.ForeignKeyConstraint(
            ["state_id"],
            ["content_state.id"],
            name=op.f("fk_content_reading_state_id_content_state"),
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["member.id"], name=op.f("fk_content_reading_written_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["read_by_id"], ["member.id"], name=op.f("fk_content_reading_read_by_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_reading")),
    )
    for name, which in (("waits", _WAITS), ("told", _TOLD)):
        op.create_index(
            f"uq_content_reading_{name}",
            "content_reading",
            ["state_id", "said"],
            unique=True,
            sqlite_where=which,
            postgresql_where=which,
        )
    for column in ("written_by_id", "read_by_id"):
        op.create_index(op.f(f"ix_content_reading_{column}"), "content_reading", [column])
    op.execute(
        "INSERT INTO content_reading (state_id, said, words, written_by_id, written_at, outcome,"
        " ended_at)"
        " SELECT id, 'reason', '', by_id, at, 'unread', at FROM content_state"
        " WHERE author_id IS NOT NULL"
    )
    op.execute(
        "INSERT INTO content_reading (state_id, said, words, written_by_id, written_at, outcome,"
        " ended_at)"
        " SELECT p.state_id, 'answer', '', p.heard_by_id, p.heard_at, 'unread', p.heard_at"
        " FROM content_appeal AS p WHERE p.words <> '' AND p.heard_by_id IS NOT NULL"
    )


def downgrade() -> None:
    op.drop_table("content_reading")


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=20)
