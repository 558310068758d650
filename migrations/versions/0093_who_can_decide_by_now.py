"""Count those alone who can decide by now, where it is held that enough have decided.

Whoever is a responder no more, or is left out of a case since they said that they can take it,
counted among those of whom two thirds must agree: what fewer may decide by then was refused.
"""

# The statements are put together of what stands here alone.
# ruff: noqa: S608

from alembic import op

revision = "0093"
down_revision = "0092"
branch_labels = None
depends_on = None

_ANSWERED = (
    "(SELECT COUNT(*) FROM case_answer AS c JOIN ruling AS k ON k.case_id = c.case_id"
    " WHERE k.id = {ruling} AND c.answer = 'can'{but})"
)
_OF_ONE_MATTER = (
    "({case} = c.case_id OR {case} IN (SELECT n.other_id FROM case_kin AS n"
    " WHERE n.case_id = c.case_id))"
)
_CAN_STILL = f"""
    AND EXISTS (SELECT 1 FROM role_grant AS g WHERE g.member_id = c.member_id
                 AND g.role = 'responder' AND g.revoked_at IS NULL)
    AND NOT EXISTS (SELECT 1 FROM case_answer AS o WHERE o.member_id = c.member_id
                     AND o.answer = 'conflict' AND {_OF_ONE_MATTER.format(case="o.case_id")})
    AND NOT EXISTS (
        SELECT 1 FROM case_report AS x
          JOIN report AS t ON t.id = x.report_id
          JOIN member AS m ON m.id = c.member_id
          LEFT JOIN report_copy AS y ON y.report_id = t.id
         WHERE {_OF_ONE_MATTER.format(case="x.case_id")}
           AND (t.reporter_id = m.person_id OR t.person_id = m.person_id
                OR t.reporter_address = m.email_key OR y.author_id = m.person_id
                OR EXISTS (SELECT 1 FROM report_exclusion AS e
                            WHERE e.report_id = t.id AND e.member_id = m.id)
                OR EXISTS (SELECT 1 FROM report_person AS f
                            WHERE f.report_id = t.id AND f.person_id = m.person_id)))"""
_BUT_DECIDERS = (
    " AND NOT EXISTS (SELECT 1 FROM ruling_decider AS d"
    " WHERE d.ruling_id = k.id AND d.member_id = c.member_id)"
)
_BUT_THOSE_BEFORE = (
    " AND NOT (k.is_on_appeal AND EXISTS (SELECT 1 FROM ruling_decider AS d"
    " WHERE d.ruling_id = k.replaces_id AND d.member_id = c.member_id))"
)
_APPEALED = "(SELECT p.ruling_id FROM appeal AS p WHERE p.id = NEW.appeal_id)"
_SAME = (
    "(SELECT COUNT(*) FROM appeal_word AS w JOIN appeal AS p ON p.id = w.appeal_id"
    " JOIN ruling AS r ON r.id = p.ruling_id"
    " JOIN case_answer AS c ON c.case_id = r.case_id AND c.member_id = w.member_id"
    " WHERE w.appeal_id = NEW.appeal_id AND w.outcome = NEW.outcome AND c.answer = 'can')"
)
_BY_A_RULING = (
    "EXISTS (SELECT 1 FROM ruling AS r JOIN ruling_made AS m ON m.ruling_id = r.id"
    f" WHERE r.id = NEW.ruling_id AND r.is_on_appeal AND r.replaces_id = {_APPEALED})"
)


def upgrade() -> None:
    _put(_CAN_STILL)


def downgrade() -> None:
    _put("")


def _asked(able: str) -> str:
    thirds = f"(2 * {able} + 2) / 3"
    return f"""CASE
        WHEN g.quorum = 'one' THEN 1
        WHEN g.quorum = 'two' THEN 2
        WHEN g.quorum = 'three' THEN 3
        WHEN {thirds} < 2 THEN 2
        ELSE {thirds} END"""


def _by_enough(still: str) -> str:
    """When a ruling is made by fewer than its rung asks for, or that of what it replaces."""
    able = _ANSWERED.format(ruling="NEW.ruling_id", but=still + _BUT_THOSE_BEFORE)
    most = f"(CASE WHEN NEW.without_conflict > {able} THEN NEW.without_conflict ELSE {able} END)"
    return f"""(SELECT COUNT(*) FROM ruling_decider AS d WHERE d.ruling_id = NEW.ruling_id)
    < COALESCE((SELECT MAX({_asked(most)})
    FROM ruling AS a
    JOIN ruling AS r ON r.id = a.id OR r.id = a.replaces_id
    JOIN code_rung AS g ON g.version_id = r.version_id AND g.level = r.level
    WHERE a.id = NEW.ruling_id), 1)"""


def _heard_by_enough(still: str) -> str:
    able = _ANSWERED.format(ruling=_APPEALED, but=still + _BUT_DECIDERS)
    hear = (
        f"(SELECT {_asked(able)} FROM ruling AS r"
        " JOIN code_rung AS g ON g.version_id = r.version_id AND g.level = r.level"
        f" WHERE r.id = {_APPEALED})"
    )
    same = _SAME.removesuffix(")") + still + ")"
    return (
        f"(CASE WHEN NEW.outcome IN ('reduced', 'increased') THEN NOT {_BY_A_RULING}"
        f" ELSE {same} < {hear} END)"  # in brackets, as PL/pgSQL reads up to THEN
    )


def _put(still: str) -> None:
    _watch("ruling_by_enough", "ruling_made", _by_enough(still))
    _watch("appeal_heard_by_enough", "appeal_outcome", _heard_by_enough(still))


def _watch(name: str, table: str, when: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {name}")
        op.execute(
            f"CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, '{name}'); END"
        )
        return
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
