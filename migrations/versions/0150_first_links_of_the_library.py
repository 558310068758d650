"""Keep of known uses, suggested edits, collections and proposed patterns alike that they wait until
a curator has read them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0150"
down_revision = "0149"
branch_labels = None
depends_on = None

_WAITS = sa.text("ended_at IS NULL")
_ABOUT = "use", "suggestion", "collection", "pattern"


def upgrade() -> None:
    op.create_table(
        "library_hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("about", _choice("about", *_ABOUT), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("openness", _choice("openness", "private", "link", "public"), nullable=True),
        sa.Column("outcome", _choice("outcome", "shown", "left", "taken back"), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(outcome IS NULL) = (ended_at IS NULL) AND (outcome IS NULL) = (ended_by_id IS NULL)",
            name=op.f("ck_library_hold_ended_by"),
        ),
        sa.CheckConstraint(
            "(about = 'collection') = (openness IS NOT NULL)", name=op.f("ck_library_hold_open_to")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_library_hold_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["person.id"], name=op.f("fk_library_hold_ended_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_hold")),
    )
    for columns in (["about", "subject_id"], ["by_id"], ["ended_by_id"]):
        op.create_index(op.f(f"ix_library_hold_{'_'.join(columns)}"), "library_hold", columns)
    op.create_index(
        "uq_library_hold_waits",
        "library_hold",
        ["about", "subject_id"],
        unique=True,
        sqlite_where=_WAITS,
        postgresql_where=_WAITS,
    )
    op.execute(
        "INSERT INTO library_hold (about, subject_id, by_id, at, why, outcome, ended_at,"
        " ended_by_id) SELECT 'use', h.use_id, u.by_id, h.at, '', CASE WHEN h.ended_at IS NULL"
        " THEN NULL WHEN u.withdrawn_at IS NULL THEN 'shown' ELSE 'left' END, h.ended_at,"
        " h.ended_by_id FROM use_hold AS h JOIN known_use AS u ON u.id = h.use_id"
        " ORDER BY h.use_id"
    )
    op.drop_table("use_hold")


def downgrade() -> None:
    """What waits but known uses does not wait then: it is withdrawn, private or a draft."""
    op.create_table(
        "use_hold",
        sa.Column("use_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by_id IS NULL)", name=op.f("ck_use_hold_ended_by")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["person.id"], name=op.f("fk_use_hold_ended_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["use_id"], ["known_use.id"], name=op.f("fk_use_hold_use_id_known_use")
        ),
        sa.PrimaryKeyConstraint("use_id", name=op.f("pk_use_hold")),
    )
    op.create_index(op.f("ix_use_hold_ended_by_id"), "use_hold", ["ended_by_id"])
    op.execute(
        "INSERT INTO use_hold (use_id, at, ended_at, ended_by_id) SELECT h.subject_id, h.at,"
        " h.ended_at, h.ended_by_id FROM library_hold AS h JOIN known_use AS u"
        " ON u.id = h.subject_id WHERE h.about = 'use'"
    )
    op.drop_table("library_hold")


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=20)
