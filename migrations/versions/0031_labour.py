"""Make the tables of the labour ledger."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

_KINDS = (
    *("facilitating", "notes", "queue and time", "captions", "welcome", "conduct contact"),
    *("editing patterns", "reviewing", "other"),
)


def upgrade() -> None:
    _make_lines()
    _make_confirmations()
    _make_refusals()
    op.create_table(
        "labour_drafting",
        sa.Column("call_id", sa.Integer(), nullable=False),
        _instant("at"),
        _refers("labour_drafting", "call_id", "call"),
        sa.PrimaryKeyConstraint("call_id", name=op.f("pk_labour_drafting")),
    )


def downgrade() -> None:
    for table in ("drafting", "refusal", "confirmation", "line"):
        op.drop_table(f"labour_{table}")


def _make_lines() -> None:
    op.create_table(
        "labour_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("kind", _one_of("labour", *_KINDS), nullable=False),
        sa.Column("what", sa.String(length=100), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        _instant("made_at"),
        sa.CheckConstraint("kind <> 'other' OR what <> ''", name=op.f("ck_labour_line_other_what")),
        sa.CheckConstraint("minutes BETWEEN 1 AND 1440", name=op.f("ck_labour_line_minutes")),
        _refers("labour_line", "call_id", "call"),
        _refers("labour_line", "member_id", "member"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_labour_line")),
        sa.UniqueConstraint(
            "call_id",
            "member_id",
            "kind",
            "what",
            name=op.f("uq_labour_line_call_id_member_id_kind_what"),
        ),
    )
    op.create_index(op.f("ix_labour_line_member_id"), "labour_line", ["member_id"])


def _make_confirmations() -> None:
    op.create_table(
        "labour_confirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("shown", _one_of("shown", "name", "pseudonym", "counted"), nullable=False),
        sa.Column("pseudonym", sa.String(length=80), nullable=False),
        _instant("at"),
        _instant("withdrawn_at", nullable=True),
        sa.CheckConstraint(
            "shown <> 'pseudonym' OR pseudonym <> ''",
            name=op.f("ck_labour_confirmation_pseudonym"),
        ),
        _refers("labour_confirmation", "line_id", "labour_line"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_labour_confirmation")),
    )
    _one_standing("labour_confirmation")


def _make_refusals() -> None:
    op.create_table(
        "labour_refusal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        _instant("at"),
        _instant("withdrawn_at", nullable=True),
        _refers("labour_refusal", "line_id", "labour_line"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_labour_refusal")),
    )
    _one_standing("labour_refusal")


def _one_standing(table: str) -> None:
    op.create_index(op.f(f"ix_{table}_line_id"), table, ["line_id"])
    where = sa.text("withdrawn_at IS NULL")
    op.create_index(
        f"uq_{table}_standing",
        table,
        ["line_id"],
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )


def _instant(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=20)


def _refers(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
    )
