"""Make the tables of calls while they are held: their items, hands, and who is there."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_STANDING = sa.text("ended_at IS NULL")
_FLOOR = sa.text("called_at IS NOT NULL AND ended_at IS NULL")


def upgrade() -> None:
    _make_openings()
    _make_spells()
    _make_hands()
    _make_presences()


def downgrade() -> None:
    op.drop_table("presence")
    op.drop_table("hand")
    op.drop_table("item_spell")
    op.drop_table("call_opening")


def _refers(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name)


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _make_openings() -> None:
    op.create_table(
        "call_opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "ended_by_id IS NULL OR ended_at IS NOT NULL", name=op.f("ck_call_opening_ended_by")
        ),
        _refers("call_opening", "call_id", "call"),
        _refers("call_opening", "by_id", "member"),
        _refers("call_opening", "ended_by_id", "member"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_opening")),
    )
    _index("call_opening", "call_id", "by_id", "ended_by_id")
    op.create_index(
        "uq_call_opening_standing",
        "call_opening",
        ["call_id"],
        unique=True,
        sqlite_where=_STANDING,
        postgresql_where=_STANDING,
    )


def _make_spells() -> None:
    op.create_table(
        "item_spell",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opening_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        _refers("item_spell", "opening_id", "call_opening"),
        _refers("item_spell", "item_id", "agenda_item"),
        _refers("item_spell", "by_id", "member"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_spell")),
    )
    _index("item_spell", "opening_id", "item_id", "by_id")
    op.create_index(
        "uq_item_spell_standing",
        "item_spell",
        ["opening_id"],
        unique=True,
        sqlite_where=_STANDING,
        postgresql_where=_STANDING,
    )


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=20)


def _make_hands() -> None:
    op.create_table(
        "hand",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opening_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column(
            "hand_kind", _one_of("handkind", "order", "question", "reply", "topic"), nullable=False
        ),
        sa.Column("way", _one_of("way", "voice", "text"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("called_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(called_at IS NULL) = (called_by_id IS NULL)", name=op.f("ck_hand_called_by")
        ),
        sa.CheckConstraint(
            "ended_by_id IS NULL OR ended_at IS NOT NULL", name=op.f("ck_hand_ended_by")
        ),
        _refers("hand", "opening_id", "call_opening"),
        _refers("hand", "member_id", "member"),
        _refers("hand", "called_by_id", "member"),
        _refers("hand", "ended_by_id", "member"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand")),
    )
    _index("hand", "opening_id", "member_id", "called_by_id", "ended_by_id")
    op.create_index(
        "uq_hand_standing",
        "hand",
        ["opening_id", "member_id"],
        unique=True,
        sqlite_where=_STANDING,
        postgresql_where=_STANDING,
    )
    op.create_index(
        "uq_hand_floor",
        "hand",
        ["opening_id"],
        unique=True,
        sqlite_where=_FLOOR,
        postgresql_where=_FLOOR,
    )


def _make_presences() -> None:
    op.create_table(
        "presence",
        sa.Column("opening_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shows_name", sa.Boolean(), nullable=False),
        _refers("presence", "opening_id", "call_opening"),
        _refers("presence", "member_id", "member"),
        sa.PrimaryKeyConstraint("opening_id", "member_id", name=op.f("pk_presence")),
    )
    _index("presence", "member_id")
