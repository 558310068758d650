"""Make the tables of what threads on patterns are about, and of what became of notes."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

_STANDS = sa.text("ended_at IS NULL")
_ONE = {
    "pattern_thread_one_subject": ("pattern_thread", ("call_thread", "item_thread")),
    "call_thread_no_pattern": ("call_thread", ("pattern_thread",)),
    "item_thread_no_pattern": ("item_thread", ("pattern_thread",)),
}
_ACTIONS = ("INSERT", "UPDATE")


def upgrade() -> None:
    op.create_table(
        "pattern_thread",
        sa.Column("pattern_id", sa.Integer(), nullable=False),
        sa.Column("section", _section(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pattern_id"], ["pattern.id"], name=op.f("fk_pattern_thread_pattern_id_pattern")
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["thread.id"], name=op.f("fk_pattern_thread_thread_id_thread")
        ),
        sa.PrimaryKeyConstraint("pattern_id", "section", name=op.f("pk_pattern_thread")),
        sa.UniqueConstraint("thread_id", name=op.f("uq_pattern_thread_thread_id")),
    )
    _make_outcomes()
    for name, (table, others) in _ONE.items():
        _watch(name, table, others)


def downgrade() -> None:
    op.execute(
        "UPDATE thread SET about = 'nothing' WHERE id IN (SELECT thread_id FROM pattern_thread)"
    )
    for name, (table, _) in _ONE.items():
        if op.get_bind().dialect.name == "sqlite":
            for action in _ACTIONS:
                op.execute(f"DROP TRIGGER {name}_{action.lower()}")
        else:
            op.execute(f"DROP TRIGGER {name} ON {table}")
            op.execute(f"DROP FUNCTION {name}()")
    op.drop_table("note_outcome")
    op.drop_table("pattern_thread")


def _make_outcomes() -> None:
    op.create_table(
        "note_outcome",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("outcome", _outcome(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(outcome = 'incorporated') = (revision IS NOT NULL)",
            name=op.f("ck_note_outcome_revision"),
        ),
        sa.CheckConstraint(
            "outcome <> 'declined' OR why <> ''", name=op.f("ck_note_outcome_declined_why")
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by_id IS NULL)", name=op.f("ck_note_outcome_ended_by")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["member.id"], name=op.f("fk_note_outcome_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["member.id"], name=op.f("fk_note_outcome_ended_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["note_id"], ["note.id"], name=op.f("fk_note_outcome_note_id_note")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_outcome")),
    )
    op.create_index(op.f("ix_note_outcome_by_id"), "note_outcome", ["by_id"])
    op.create_index(op.f("ix_note_outcome_note_id"), "note_outcome", ["note_id"])
    op.create_index(
        "uq_note_outcome_standing",
        "note_outcome",
        ["note_id"],
        unique=True,
        sqlite_where=_STANDS,
        postgresql_where=_STANDS,
    )


def _watch(name: str, table: str, others: tuple[str, ...]) -> None:
    """A thread is about one thing."""
    broken = " OR ".join(
        f"EXISTS (SELECT 1 FROM {other} AS other WHERE other.thread_id = NEW.thread_id)"  # noqa: S608
        for other in others
    )
    if op.get_bind().dialect.name == "sqlite":
        for action in _ACTIONS:
            op.execute(
                f"CREATE TRIGGER {name}_{action.lower()} AFTER {action} ON {table} WHEN {broken} "
                f"BEGIN SELECT RAISE(ABORT, '{name}'); END"
            )
        return
    op.execute(
        f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {broken} THEN
                RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation',
                    CONSTRAINT = '{name}', TABLE = '{table}';
            END IF;
            RETURN NEW;
        END $$
        """
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW "
        f"EXECUTE FUNCTION {name}()"
    )


def _section() -> sa.Enum:
    return sa.Enum(
        *("whole", "context", "problem", "forces", "solution", "checks", "avoid", "resulting"),
        *("seen", "for_people", "for_business", "tension", "business_tension", "who_pays"),
        name="section",
        native_enum=False,
        create_constraint=True,
        length=20,
    )


def _outcome() -> sa.Enum:
    return sa.Enum(
        *("incorporated", "declined", "withdrawn"),
        name="outcome",
        native_enum=False,
        create_constraint=True,
        length=20,
    )
