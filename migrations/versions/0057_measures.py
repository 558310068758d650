"""Measures under the code of conduct, which the database lets nobody change."""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

_ALONE = ("person_id", "version_id", "clause_key", "level", "series_id", "other_person_id")
_WHEN = ("starts_at", "ends_at", "made_at")
_EFFECTS = (
    "'no notes', 'no proposals', 'no patterns', 'not in series', 'no contact', 'reading only', "
    "'no account'"
)
_EMPTIED = ("facts", "scope", "how_found")  # when whoever they are about leaves for good


def upgrade() -> None:
    op.create_table(
        "measure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("clause_key", sa.String(length=40), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("other_person_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("scope", sa.String(length=500), nullable=False),
        sa.Column("how_found", sa.String(length=500), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "ends_at IS NULL OR ends_at > starts_at", name=op.f("ck_measure_ends_after_it_starts")
        ),
        sa.CheckConstraint(
            "series_id IS NULL OR other_person_id IS NULL", name=op.f("ck_measure_one_scope")
        ),
        sa.ForeignKeyConstraint(
            ["other_person_id"], ["person.id"], name=op.f("fk_measure_other_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_measure_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_measure_series_id_series")
        ),
        sa.ForeignKeyConstraint(
            ["version_id", "clause_key"],
            ["code_clause.version_id", "code_clause.key"],
            name="fk_measure_clause",
        ),
        sa.ForeignKeyConstraint(
            ["version_id", "level"],
            ["code_rung.version_id", "code_rung.level"],
            name="fk_measure_rung",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
    )
    op.create_index("ix_measure_person_id_ends_at", "measure", ["person_id", "ends_at"])
    op.create_table(
        "measure_effect",
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("effect", sa.String(length=20), nullable=False),
        sa.CheckConstraint(f"effect IN ({_EFFECTS})", name=op.f("ck_measure_effect_effect")),
        sa.ForeignKeyConstraint(
            ["measure_id"],
            ["measure.id"],
            name=op.f("fk_measure_effect_measure_id_measure"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("measure_id", "effect", name=op.f("pk_measure_effect")),
    )
    op.create_table(
        "measure_lifting",
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["measure_id"],
            ["measure.id"],
            name=op.f("fk_measure_lifting_measure_id_measure"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("measure_id", name=op.f("pk_measure_lifting")),
    )
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    differs = "IS NOT" if is_sqlite else "IS DISTINCT FROM"
    other = [f"NEW.{name} {differs} OLD.{name}" for name in ("id", *_ALONE, *_WHEN)]
    other += [f"(NEW.{name} <> OLD.{name} AND NEW.{name} <> '')" for name in _EMPTIED]
    _keep("measure", " OR ".join(other))
    _keep("measure_effect", f"{'1' if is_sqlite else 'true'}")
    _keep("measure_lifting", "NEW.at <> OLD.at OR (NEW.why <> OLD.why AND NEW.why <> '')")


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in ("measure_lifting", "measure_effect", "measure"):
        op.drop_table(table)
        if not is_sqlite:
            op.execute(f"DROP FUNCTION {table}_stays()")


def _keep(table: str, changed: str) -> None:
    """Refuse to change a row."""
    name = f"{table}_stays"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} WHEN {changed} "
            f"BEGIN SELECT RAISE(ABORT, '{name}'); END"
        )
        return
    op.execute(
        f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {changed} THEN
                RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation',
                    CONSTRAINT = '{name}', TABLE = '{table}';
            END IF;
            RETURN NEW;
        END $$
        """
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )
