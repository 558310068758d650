"""Let nobody hear a request or look at a ban again who had agreed to the ruling though they did not
count, who wrote it, or who has not said that they can take the case: as with appeals.
"""

# The statements are put together of what stands here alone.
# ruff: noqa: S608

from alembic import op

revision = "0142"
down_revision = "0141"
branch_labels = None
depends_on = None

_REQUEST = "(SELECT q.ruling_id FROM readmission AS q WHERE q.id = NEW.readmission_id)"
_DECIDED = (
    "EXISTS (SELECT 1 FROM ruling_decider AS d WHERE d.ruling_id = {0} AND d.member_id = {1})"
)
_HAS_PART = (
    f"{_DECIDED} OR EXISTS (SELECT 1 FROM ruling_uncounted AS u"
    " WHERE u.ruling_id = {0} AND u.member_id = {1})"
    " OR {1} = (SELECT r.by_id FROM ruling AS r WHERE r.id = {0})"
    " OR NOT EXISTS (SELECT 1 FROM ruling AS r JOIN case_answer AS c ON c.case_id = r.case_id"
    " WHERE r.id = {0} AND c.member_id = {1} AND c.answer = 'can')"
)
_UNTOLD = "NOT EXISTS (SELECT 1 FROM ruling_notice AS n WHERE n.ruling_id = NEW.ruling_id) OR "
# name → table, what goes before, of which ruling, who
_WATCHED = {
    "readmission_heard_by_others": ("readmission_word", "", _REQUEST, "NEW.member_id"),
    "ruling_look_by_another": ("ruling_look", _UNTOLD, "NEW.ruling_id", "NEW.by_id"),
}


def upgrade() -> None:
    _watch_anew(_HAS_PART)


def downgrade() -> None:
    _watch_anew(_DECIDED)


def _watch_anew(part: str) -> None:
    for name, (table, before, ruling, who) in _WATCHED.items():
        when = before + part.format(ruling, who)
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER {name}")
            op.execute(
                f"CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN {when} "
                f"BEGIN SELECT RAISE(ABORT, '{name}'); END"
            )
            continue
        op.execute(
            f"""
            CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF {when} THEN
                    RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation',
                        CONSTRAINT = '{name}', TABLE = '{table}';
                END IF;
                RETURN NEW;
            END $$
            """
        )
