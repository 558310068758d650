"""Let the database refuse a place beyond a sitting's capacity.

A place is an RSVP that says going, or an open offer. Lowering the capacity evicts nobody: only
taking a place is guarded.
"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_TAKEN = """
    (SELECT count(*) FROM rsvp
      WHERE rsvp.sitting_id = {sitting} AND rsvp.answer = 'going' AND rsvp.id <> {rsvp})
    + (SELECT count(*) FROM offer JOIN rsvp ON rsvp.id = offer.rsvp_id
      WHERE rsvp.sitting_id = {sitting} AND offer.closed_at IS NULL AND rsvp.id <> {rsvp})
    >= (SELECT capacity FROM sitting WHERE sitting.id = {sitting})
"""
_RSVP = _TAKEN.format(sitting="NEW.sitting_id", rsvp="NEW.id")
_OFFER = _TAKEN.format(
    sitting="(SELECT sitting_id FROM rsvp WHERE rsvp.id = NEW.rsvp_id)", rsvp="NEW.rsvp_id"
)
_WATCHED = {
    "rsvp_place_on_insert": ("rsvp", "INSERT", "NEW.answer = 'going'", _RSVP),
    "rsvp_place_on_update": (
        "rsvp",
        "UPDATE",
        "NEW.answer = 'going' AND (OLD.answer <> 'going' OR OLD.sitting_id <> NEW.sitting_id)",
        _RSVP,
    ),
    "offer_place_on_insert": ("offer", "INSERT", "NEW.closed_at IS NULL", _OFFER),
    "offer_place_on_update": (
        "offer",
        "UPDATE",
        "NEW.closed_at IS NULL AND OLD.closed_at IS NOT NULL",
        _OFFER,
    ),
}


def upgrade() -> None:
    for name, (table, action, when, full) in _WATCHED.items():
        if op.get_bind().dialect.name == "sqlite":
            _create_on_sqlite(name, table, action, when, full)
        else:
            _create_on_postgresql(name, table, action, when, full)


def downgrade() -> None:
    for name, (table, *_) in _WATCHED.items():
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER {name}")
        else:
            op.execute(f"DROP TRIGGER {name} ON {table}")
            op.execute(f"DROP FUNCTION {name}()")


def _create_on_sqlite(name: str, table: str, action: str, when: str, full: str) -> None:
    # AFTER, so that NEW.id is known; RAISE(ABORT) takes the row back.
    op.execute(
        f"CREATE TRIGGER {name} AFTER {action} ON {table} WHEN {when} AND {full} "
        "BEGIN SELECT RAISE(ABORT, 'sitting_capacity'); END"
    )


def _create_on_postgresql(name: str, table: str, action: str, when: str, full: str) -> None:
    sitting = (
        "NEW.sitting_id"
        if table == "rsvp"
        else "(SELECT sitting_id FROM rsvp WHERE id = NEW.rsvp_id)"
    )
    op.execute(
        f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM 1 FROM sitting WHERE id = {sitting} FOR UPDATE;
            IF {full} THEN
                RAISE EXCEPTION 'sitting_capacity' USING ERRCODE = 'check_violation',
                    CONSTRAINT = 'sitting_capacity', TABLE = '{table}';
            END IF;
            RETURN NEW;
        END $$
        """
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {action} ON {table} FOR EACH ROW WHEN ({when}) "
        f"EXECUTE FUNCTION {name}()"
    )
