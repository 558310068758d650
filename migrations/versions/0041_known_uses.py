"""Make the tables of known uses and of who has verified them."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

_STATES = ("using", "stopped", "tried")
_WITHDRAWN = "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)"


def upgrade() -> None:
    _make_uses()
    _make_verifications()


def downgrade() -> None:
    op.drop_table("use_verification")
    op.drop_table("known_use")


def _make_uses() -> None:
    op.create_table(
        "known_use",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pattern_id", sa.Integer(), nullable=False),
        sa.Column("organisation", sa.String(length=100), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("since", sa.Integer(), nullable=True),
        sa.Column("state", _one_of("usestate", *_STATES), nullable=False),
        sa.Column("adapted", sa.String(length=1000), nullable=False),
        sa.Column("limits", sa.String(length=1000), nullable=False),
        sa.Column("disclosure_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        _instant("at"),
        _instant("changed_at"),
        _instant("withdrawn_at", nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("organisation <> ''", name=op.f("ck_known_use_organisation_named")),
        sa.CheckConstraint(
            "url = '' OR url LIKE 'https://%'", name=op.f("ck_known_use_url_secure")
        ),
        sa.CheckConstraint("since BETWEEN 1900 AND 2200", name=op.f("ck_known_use_since_year")),
        sa.CheckConstraint(_WITHDRAWN, name=op.f("ck_known_use_withdrawn_by_somebody")),
        _refers("known_use", "pattern_id", "pattern"),
        _refers("known_use", "disclosure_id", "disclosure"),
        _refers("known_use", "by_id", "person"),
        _refers("known_use", "withdrawn_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_use")),
        sa.UniqueConstraint("id", "by_id", name=op.f("uq_known_use_id_by_id")),
    )
    _index("known_use", "pattern_id", "id")
    _index("known_use", "by_id")
    _index("known_use", "disclosure_id")
    _index("known_use", "withdrawn_by_id")


def _make_verifications() -> None:
    op.create_table(
        "use_verification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("use_id", sa.Integer(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        _instant("at"),
        sa.Column("word", sa.String(length=300), nullable=False),
        _instant("withdrawn_at", nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("by_id <> added_by_id", name=op.f("ck_use_verification_by_another")),
        sa.CheckConstraint(_WITHDRAWN, name=op.f("ck_use_verification_withdrawn_by_somebody")),
        sa.ForeignKeyConstraint(
            ["use_id", "added_by_id"],
            ["known_use.id", "known_use.by_id"],
            name=op.f("fk_use_verification_use_id_known_use"),
        ),
        _refers("use_verification", "by_id", "person"),
        _refers("use_verification", "withdrawn_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_use_verification")),
    )
    _index("use_verification", "use_id")
    _index("use_verification", "by_id")
    _index("use_verification", "withdrawn_by_id")
    where = sa.text("withdrawn_at IS NULL")
    op.create_index(
        "uq_use_verification_standing",
        "use_verification",
        ["use_id"],
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


def _instant(name: str, *, nullable: bool = False) -> sa.Column[sa.DateTime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=20)
