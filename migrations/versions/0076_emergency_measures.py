"""Emergency measures in calls, which the database lets nobody change, ratify late or alone."""

import sqlalchemy as sa
from alembic import op

revision = "0076"
down_revision = "0075"
branch_labels = None
depends_on = None

_ACTS = (
    "'freeze notes', 'pause answers', 'remove answer', 'change link', 'page responders', "
    "'hide note'"
)
_ROLES = "'facilitator', 'conduct contact', 'responder'"
_KEPT = (
    *("id", "key", "act", "call_id", "note_id", "person_id", "by_id", "role", "version_id"),
    *("clause_key", "at", "ends_at", "ratify_by"),
)
_TABLES = (
    "emergency_report",
    "emergency_ratification",
    "emergency_lifting",
    "emergency_left_out",
    "emergency",
)


def upgrade() -> None:
    _create_emergency()
    _create_left_out()
    _create_what_became_of_it()
    op.create_table(
        "emergency_report",
        sa.Column("emergency_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        _of_emergency("emergency_report"),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["report.id"],
            name=op.f("fk_emergency_report_report_id_report"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("emergency_id", name=op.f("pk_emergency_report")),
        sa.UniqueConstraint("report_id", name=op.f("uq_emergency_report_report_id")),
    )
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    differs = "IS NOT" if is_sqlite else "IS DISTINCT FROM"
    other = [f"NEW.{name} {differs} OLD.{name}" for name in _KEPT]
    other.append("(NEW.why <> OLD.why AND NEW.why <> '')")
    _keep("emergency", " OR ".join(other))
    for table in ("emergency_ratification", "emergency_lifting"):
        _keep(table, "1" if is_sqlite else "true")


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in _TABLES:
        op.drop_table(table)
    if not is_sqlite:
        for table in ("emergency", "emergency_ratification", "emergency_lifting"):
            op.execute(f"DROP FUNCTION {table}_stays()")


def _create_emergency() -> None:
    op.create_table(
        "emergency",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("clause_key", sa.String(length=40), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ratify_by", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"act IN ({_ACTS})", name=op.f("ck_emergency_emergency_act")),
        sa.CheckConstraint(f"role IN ({_ROLES})", name=op.f("ck_emergency_actingrole")),
        sa.CheckConstraint(
            "(act = 'hide note') = (note_id IS NOT NULL)", name=op.f("ck_emergency_of_which_note")
        ),
        sa.CheckConstraint(
            "(act IN ('remove answer', 'hide note')) = (person_id IS NOT NULL)",
            name=op.f("ck_emergency_about_whom"),
        ),
        sa.CheckConstraint(
            "(version_id IS NULL) = (clause_key IS NULL)",
            name=op.f("ck_emergency_clause_of_a_version"),
        ),
        sa.CheckConstraint("ends_at > at", name=op.f("ck_emergency_ends_after_it_begins")),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"], name=op.f("fk_emergency_by_id_member")),
        sa.ForeignKeyConstraint(
            ["call_id"], ["call.id"], name=op.f("fk_emergency_call_id_call"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["note_id"], ["note.id"], name=op.f("fk_emergency_note_id_note"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_emergency_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["version_id", "clause_key"],
            ["code_clause.version_id", "code_clause.key"],
            name="fk_emergency_clause",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emergency")),
        sa.UniqueConstraint(
            "id", "by_id", "ratify_by", name=op.f("uq_emergency_id_by_id_ratify_by")
        ),
        sa.UniqueConstraint("key", name=op.f("uq_emergency_key")),
    )
    for columns in (["by_id"], ["call_id", "ends_at"], ["note_id"], ["person_id"]):
        op.create_index(op.f(f"ix_emergency_{'_'.join(columns)}"), "emergency", columns)


def _create_left_out() -> None:
    op.create_table(
        "emergency_left_out",
        sa.Column("emergency_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        _of_emergency("emergency_left_out"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_emergency_left_out_person_id_person")
        ),
        sa.PrimaryKeyConstraint("emergency_id", "person_id", name=op.f("pk_emergency_left_out")),
    )
    op.create_index(op.f("ix_emergency_left_out_person_id"), "emergency_left_out", ["person_id"])


def _create_what_became_of_it() -> None:
    op.create_table(
        "emergency_lifting",
        sa.Column("emergency_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["member.id"], name=op.f("fk_emergency_lifting_by_id_member")
        ),
        _of_emergency("emergency_lifting"),
        sa.PrimaryKeyConstraint("emergency_id", name=op.f("pk_emergency_lifting")),
    )
    op.create_table(
        "emergency_ratification",
        sa.Column("emergency_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("taken_by_id", sa.Integer(), nullable=False),
        sa.Column("ratify_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("at < ratify_by", name=op.f("ck_emergency_ratification_in_time")),
        sa.CheckConstraint(
            "by_id <> taken_by_id", name=op.f("ck_emergency_ratification_by_somebody_else")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["member.id"], name=op.f("fk_emergency_ratification_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["emergency_id", "taken_by_id", "ratify_by"],
            ["emergency.id", "emergency.by_id", "emergency.ratify_by"],
            name="fk_emergency_ratification_emergency",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("emergency_id", name=op.f("pk_emergency_ratification")),
    )
    for table in ("emergency_lifting", "emergency_ratification"):
        op.create_index(op.f(f"ix_{table}_by_id"), table, ["by_id"])


def _of_emergency(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["emergency_id"],
        ["emergency.id"],
        name=op.f(f"fk_{table}_emergency_id_emergency"),
        ondelete="CASCADE",
    )


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
