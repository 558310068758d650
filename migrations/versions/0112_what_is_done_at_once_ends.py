"""Let nothing that is done at once stand past its time but by a ruling.

What the responders called right stood until it was lifted: without a clause, an end, or anybody to
appeal to. From now on it stands past its time for one person alone, as long as a measure does that
a ruling imposed on them, and a note that is hidden at once is there again when that ends.
"""

# The statements are put together of what stands here alone.

import sqlalchemy as sa
from alembic import op

revision = "0112"
down_revision = "0111"
branch_labels = None
depends_on = None

_HIDDEN_TOO_LONG = (
    "NEW.emergency_id IS NOT NULL AND (NEW.until IS NULL OR NEW.until >"
    " (SELECT e.ends_at FROM emergency AS e WHERE e.id = NEW.emergency_id))"
)
_IS_RULED = """EXISTS (
    SELECT 1 FROM emergency AS e
      JOIN measure AS m ON m.id = NEW.measure_id AND m.person_id = NEW.person_id
      JOIN ruling_measure AS o ON o.measure_id = m.id
      JOIN ruling_emergency AS r ON r.ruling_id = o.ruling_id AND r.emergency_id = e.id
     WHERE e.id = NEW.emergency_id AND e.act IN ('remove answer', 'change link')
       AND m.level >= 2 AND (m.ends_at IS NOT NULL OR m.level = 4)
       AND (e.person_id = NEW.person_id OR EXISTS (
            SELECT 1 FROM emergency_left_out AS l
             WHERE l.emergency_id = e.id AND l.person_id = NEW.person_id))
       AND (NEW.at < e.ratify_by OR EXISTS (
            SELECT 1 FROM emergency_measure AS k
             WHERE k.emergency_id = e.id AND k.person_id = NEW.person_id)))"""
_IS_MADE = "EXISTS (SELECT 1 FROM ruling_made AS m WHERE m.ruling_id = {ruling})"
_IS_KEPT = """NOT EXISTS (
    SELECT 1 FROM case_purge AS p JOIN ruling AS r ON r.case_id = p.case_id
     WHERE r.id = OLD.ruling_id)
    AND EXISTS (SELECT 1 FROM emergency AS e WHERE e.id = OLD.emergency_id)"""
# Whom it is about may turn out to be a member.
_IS_ANOTHER = """NEW.emergency_id <> OLD.emergency_id OR NEW.measure_id <> OLD.measure_id
    OR NEW.at <> OLD.at OR NOT EXISTS (SELECT 1 FROM person_joining AS j
        WHERE j.gone_id = OLD.person_id AND j.kept_id = NEW.person_id)"""
# name → table, action, when it is refused: its name is the promise
_WATCHED = {
    "note_hidden_at_once_ends": ("note_removal", "INSERT", _HIDDEN_TOO_LONG),
    "note_hidden_at_once_ends_on_update": ("note_removal", "UPDATE", _HIDDEN_TOO_LONG),
    "emergency_stands_by_a_ruling": ("emergency_measure", "INSERT", f"NOT {_IS_RULED}"),
    "emergency_measure_stays_on_update": ("emergency_measure", "UPDATE", _IS_ANOTHER),
    "ruling_emergency_stays_on_insert": (
        "ruling_emergency",
        "INSERT",
        _IS_MADE.format(ruling="NEW.ruling_id"),
    ),
    "ruling_emergency_stays_on_update": ("ruling_emergency", "UPDATE", "1 = 1"),
    "ruling_emergency_stays_on_delete": (
        "ruling_emergency",
        "DELETE",
        f"{_IS_MADE.format(ruling='OLD.ruling_id')} AND {_IS_KEPT}",
    ),
}


def upgrade() -> None:
    _make_ruling_emergency()
    _make_emergency_measure()
    op.execute(
        "UPDATE note_removal SET until = (SELECT e.ends_at FROM emergency AS e"
        " WHERE e.id = note_removal.emergency_id)"
        " WHERE emergency_id IS NOT NULL AND until IS NULL"
    )
    for name, (table, action, when) in _WATCHED.items():
        _watch(name, table, action, when)


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, (table, *_) in _WATCHED.items():
        if is_sqlite:
            op.execute(f"DROP TRIGGER {name}")
        else:
            op.execute(f"DROP TRIGGER {name} ON {table}")
            op.execute(f"DROP FUNCTION {name}()")
    op.drop_table("emergency_measure")
    op.drop_table("ruling_emergency")


def _of_emergency(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_emergency_id_emergency")
    return sa.ForeignKeyConstraint(
        ["emergency_id"], ["emergency.id"], name=name, ondelete="CASCADE"
    )


def _make_ruling_emergency() -> None:
    op.create_table(
        "ruling_emergency",
        sa.Column("ruling_id", sa.Integer(), nullable=False),
        sa.Column("emergency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ruling_id"], ["ruling.id"], name=op.f("fk_ruling_emergency_ruling_id_ruling")
        ),
        _of_emergency("ruling_emergency"),
        sa.PrimaryKeyConstraint("ruling_id", "emergency_id", name=op.f("pk_ruling_emergency")),
    )
    op.create_index(op.f("ix_ruling_emergency_emergency_id"), "ruling_emergency", ["emergency_id"])


def _make_emergency_measure() -> None:
    op.create_table(
        "emergency_measure",
        sa.Column("emergency_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _of_emergency("emergency_measure"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_emergency_measure_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["measure_id"],
            ["measure.id"],
            name=op.f("fk_emergency_measure_measure_id_measure"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "emergency_id", "person_id", "measure_id", name=op.f("pk_emergency_measure")
        ),
    )
    for column in ("person_id", "measure_id"):
        op.create_index(op.f(f"ix_emergency_measure_{column}"), "emergency_measure", [column])


def _watch(name: str, table: str, action: str, when: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {action} ON {table} WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, '{name}'); END"
        )
        return
    result = "OLD" if action == "DELETE" else "NEW"
    op.execute(
        f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {when} THEN
                RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation',
                    CONSTRAINT = '{name}', TABLE = '{table}';
            END IF;
            RETURN {result};
        END $$
        """
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {action} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )
