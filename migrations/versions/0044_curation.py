"""Make the tables of reviews, objections, curators' words and checks of patterns.

Triggers hold that nobody reviews or speaks for what they wrote a revision of.
"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

_TABLES = (
    *("pattern_check", "pattern_curator_word", "pattern_objection_answer"),
    *("pattern_objection", "pattern_review"),
)
_JUDGED = ("pattern_review", "pattern_curator_word")
_WITHDRAWN = "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)"
_OWN = (
    "EXISTS (SELECT 1 FROM pattern_revision AS r"
    " WHERE r.pattern_id = NEW.pattern_id AND r.by_id = NEW.by_id)"
)


def upgrade() -> None:
    _make_reviews()
    _make("pattern_objection", sa.Column("reason", sa.String(length=1000), nullable=False))
    _index("pattern_objection", "pattern_id", "id")
    _make_answers()
    _make(
        "pattern_curator_word",
        sa.Column("word", sa.String(length=300), nullable=False),
        is_withdrawn_by_others=True,
    )
    _index("pattern_curator_word", "pattern_id")
    _one_standing("pattern_curator_word", "pattern_id")
    _make("pattern_check")
    _index("pattern_check", "pattern_id", "at")
    for table in _JUDGED:
        _watch(f"{table}_by_another", table)


def downgrade() -> None:
    for table in _JUDGED:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER {table}_by_another")
        else:
            op.execute(f"DROP TRIGGER {table}_by_another ON {table}")
            op.execute(f"DROP FUNCTION {table}_by_another()")
    for table in _TABLES:
        op.drop_table(table)


def _make_reviews() -> None:
    op.create_table(
        "pattern_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pattern_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("verdict", _one_of("verdict", "ready", "needs work", "concern"), nullable=False),
        sa.Column("looked_at", sa.String(length=100), nullable=False),
        sa.Column("interest", sa.String(length=300), nullable=False),
        sa.Column("words", sa.String(length=2000), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        _instant("at"),
        _instant("withdrawn_at", nullable=True),
        sa.CheckConstraint("interest <> ''", name=op.f("ck_pattern_review_interest_said")),
        sa.ForeignKeyConstraint(
            ["pattern_id", "number"],
            ["pattern_revision.pattern_id", "pattern_revision.number"],
            name=op.f("fk_pattern_review_pattern_id_pattern_revision"),
        ),
        _refers("pattern_review", "by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pattern_review")),
    )
    _index("pattern_review", "pattern_id", "id")
    _index("pattern_review", "by_id")
    _one_standing("pattern_review", "pattern_id", "by_id")


def _make_answers() -> None:
    table = "pattern_objection_answer"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("objection_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        _instant("at"),
        _instant("withdrawn_at", nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("words <> ''", name=op.f(f"ck_{table}_words_said")),
        sa.CheckConstraint(_WITHDRAWN, name=op.f(f"ck_{table}_withdrawn_by_somebody")),
        _refers(table, "objection_id", "pattern_objection"),
        _refers(table, "by_id", "person"),
        _refers(table, "withdrawn_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    for column in ("objection_id", "by_id", "withdrawn_by_id"):
        _index(table, column)
    _one_standing(table, "objection_id")


def _make(table: str, *more: sa.Column[sa.String], is_withdrawn_by_others: bool = False) -> None:
    """A table of what somebody says of a pattern."""
    parts: list[sa.SchemaItem] = [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pattern_id", sa.Integer(), nullable=False),
        *more,
        sa.Column("by_id", sa.Integer(), nullable=False),
        _instant("at"),
        _instant("withdrawn_at", nullable=True),
        _refers(table, "pattern_id", "pattern"),
        _refers(table, "by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]
    if is_withdrawn_by_others:
        parts += [
            sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
            _refers(table, "withdrawn_by_id", "person"),
            sa.CheckConstraint(_WITHDRAWN, name=op.f(f"ck_{table}_withdrawn_by_somebody")),
        ]
    if table == "pattern_objection":
        parts.append(sa.CheckConstraint("reason <> ''", name=op.f(f"ck_{table}_reason_given")))
    op.create_table(table, *parts)
    _index(table, "by_id")
    if is_withdrawn_by_others:
        _index(table, "withdrawn_by_id")


def _watch(name: str, table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN {_OWN} "
            f"BEGIN SELECT RAISE(ABORT, '{name}'); END"
        )
        return
    op.execute(
        f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {_OWN} THEN
                RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation',
                    CONSTRAINT = '{name}', TABLE = '{table}';
            END IF;
            RETURN NEW;
        END $$
        """
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )


def _one_standing(table: str, *columns: str) -> None:
    where = sa.text("withdrawn_at IS NULL")
    op.create_index(
        f"uq_{table}_standing",
        table,
        list(columns),
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
