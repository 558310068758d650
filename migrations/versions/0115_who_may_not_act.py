"""Count those alone who may act by then, and let an appeal be what the ruling it led to makes of
it; leave out who wrote any of what was reported, leads it or reported it by their address.

Whom a measure keeps from doing anything counted among those of whom two thirds must agree. What an
appeal became is weighed by the program where another ruling took the place of the first; here it
is held that this ruling is one on that appeal.
"""

# The statements are put together of what stands here alone.
# ruff: noqa: S608

from alembic import op

revision = "0115"
down_revision = "0114"
branch_labels = None
depends_on = None

_OF_ONE_MATTER = (
    "({case} = c.case_id OR {case} IN (SELECT n.other_id FROM case_kin AS n"
    " WHERE n.case_id = c.case_id))"
)
_MAY_ACT = """
    AND NOT EXISTS (
        SELECT 1 FROM measure AS s
          JOIN measure_effect AS z ON z.measure_id = s.id
          JOIN member AS h ON h.person_id = s.person_id
         WHERE h.id = c.member_id AND s.series_id IS NULL
           AND z.effect IN ('reading only', 'no account')
           AND s.starts_at <= NEW.at AND (s.ends_at IS NULL OR s.ends_at > NEW.at)
           AND NOT EXISTS (SELECT 1 FROM measure_lifting AS l
                            WHERE l.measure_id = s.id AND l.at <= NEW.at))"""
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
_ANSWERED = (
    "(SELECT COUNT(*) FROM case_answer AS c JOIN ruling AS k ON k.case_id = c.case_id"
    " WHERE k.id = {ruling} AND c.answer = 'can'{but})"
)
_BUT_DECIDERS = (
    " AND NOT EXISTS (SELECT 1 FROM ruling_decider AS d"
    " WHERE d.ruling_id = k.id AND d.member_id = c.member_id)"
)
_BUT_THOSE_BEFORE = (
    " AND NOT (k.is_on_appeal AND EXISTS (SELECT 1 FROM ruling_decider AS d"
    " WHERE d.ruling_id = k.replaces_id AND d.member_id = c.member_id))"
)
_KIN = "(SELECT n.other_id FROM case_kin AS n WHERE n.case_id = r.case_id)"
_SAME_MATTER = f"""(b.case_id = r.case_id OR b.case_id IN {_KIN} OR EXISTS (
    SELECT 1 FROM case_report AS x
      JOIN report AS t ON t.id = x.report_id
      JOIN report AS u ON u.about = t.about AND u.about_id = t.about_id
      JOIN case_report AS y ON y.report_id = u.id
     WHERE (x.case_id = r.case_id OR x.case_id IN {_KIN})
       AND y.case_id = b.case_id AND t.about IN ('note', 'item', 'pattern')))"""
# Those who agreed to `b`, which an appeal has changed, and may not decide on `r`.
_BUT_THE_BOUND = f"""
    AND NOT EXISTS (
    SELECT 1 FROM ruling AS r JOIN ruling_decider AS e ON e.member_id = c.member_id
      JOIN ruling AS b ON b.id = e.ruling_id
      JOIN appeal AS p ON p.ruling_id = b.id
      JOIN appeal_outcome AS o ON o.appeal_id = p.id
     WHERE r.id = NEW.ruling_id AND NOT r.is_on_appeal
       AND o.outcome IN ('reduced', 'withdrawn', 'increased')
       AND ((b.person_id = r.person_id AND {_SAME_MATTER}) OR o.ruling_id = r.replaces_id))"""
_APPEALED = "(SELECT p.ruling_id FROM appeal AS p WHERE p.id = NEW.appeal_id)"
_SAME = (
    "(SELECT COUNT(*) FROM appeal_word AS w JOIN appeal AS p ON p.id = w.appeal_id"
    " JOIN ruling AS r ON r.id = p.ruling_id"
    " JOIN case_answer AS c ON c.case_id = r.case_id AND c.member_id = w.member_id"
    " WHERE w.appeal_id = NEW.appeal_id AND w.outcome = NEW.outcome AND c.answer = 'can'{still})"
)
_BY_A_RULING = (
    "EXISTS (SELECT 1 FROM ruling AS r JOIN ruling_made AS m ON m.ruling_id = r.id"
    f" WHERE r.id = NEW.ruling_id AND r.is_on_appeal AND r.replaces_id = {_APPEALED}{{less}})"
)
_AS_IT_WEIGHS = (
    " AND (r.level IS NULL) = (NEW.outcome = 'withdrawn') AND NEW.outcome <> 'sent back'"
)
_WITH = "NEW.outcome IN ('reduced', 'increased')"
_LEFT_OUT = (
    # who leads an item or proposed it
    (
        "SELECT t.id, o.member_id FROM report AS t JOIN agenda_item_owner AS o"
        " ON o.item_id = t.about_id WHERE t.about = 'item'"
    ),
    (
        "SELECT t.id, i.proposed_by_id FROM report AS t JOIN agenda_item AS i"
        " ON i.id = t.about_id WHERE t.about = 'item'"
    ),
    # who wrote any of a pattern up to what was copied
    (
        "SELECT t.id, m.id FROM report AS t JOIN report_copy AS y ON y.report_id = t.id"
        " JOIN pattern_revision AS v ON v.pattern_id = t.about_id AND v.number <= y.revision"
        " JOIN member AS m ON m.person_id = v.by_id WHERE t.about = 'pattern'"
    ),
    (
        "SELECT t.id, m.id FROM report AS t JOIN report_copy AS y ON y.report_id = t.id"
        " JOIN pattern_suggestion_decision AS d ON d.pattern_id = t.about_id"
        " AND d.number <= y.revision JOIN pattern_suggestion AS s ON s.id = d.suggestion_id"
        " JOIN member AS m ON m.person_id = s.by_id WHERE t.about = 'pattern'"
    ),
    # whose address was given
    "SELECT t.id, m.id FROM report AS t JOIN member AS m ON m.email_key = t.reporter_address",
)


def upgrade() -> None:
    for found in _LEFT_OUT:
        op.execute(
            "INSERT INTO report_exclusion (report_id, member_id)"
            f" SELECT DISTINCT f.report_id, f.member_id FROM ({_named(found)}) AS f"
            " WHERE NOT EXISTS (SELECT 1 FROM report_exclusion AS e"
            " WHERE e.report_id = f.report_id AND e.member_id = f.member_id)"
        )
    _put(_CAN_STILL + _MAY_ACT, f"({_WITH} OR NEW.ruling_id IS NOT NULL)", _AS_IT_WEIGHS)


def downgrade() -> None:
    _put(_CAN_STILL, _WITH, "")


def _named(found: str) -> str:
    first, rest = found.removeprefix("SELECT ").split(" FROM ", 1)
    report, member = first.split(", ")
    return f"SELECT {report} AS report_id, {member} AS member_id FROM {rest}"


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
    but = still + _BUT_THOSE_BEFORE + _BUT_THE_BOUND
    able = _ANSWERED.format(ruling="NEW.ruling_id", but=but)
    most = f"(CASE WHEN NEW.without_conflict > {able} THEN NEW.without_conflict ELSE {able} END)"
    return f"""(SELECT COUNT(*) FROM ruling_decider AS d WHERE d.ruling_id = NEW.ruling_id)
    < COALESCE((SELECT MAX({_asked(most)})
    FROM ruling AS a
    JOIN ruling AS r ON r.id = a.id OR r.id = a.replaces_id
    JOIN code_rung AS g ON g.version_id = r.version_id AND g.level = r.level
    WHERE a.id = NEW.ruling_id), 1)"""


def _heard_by_enough(still: str, by_ruling: str, less: str) -> str:
    able = _ANSWERED.format(ruling=_APPEALED, but=still + _BUT_DECIDERS)
    hear = (
        f"(SELECT {_asked(able)} FROM ruling AS r"
        " JOIN code_rung AS g ON g.version_id = r.version_id AND g.level = r.level"
        f" WHERE r.id = {_APPEALED})"
    )
    return (
        f"(CASE WHEN {by_ruling} THEN NOT {_BY_A_RULING.format(less=less)}"
        f" ELSE {_SAME.format(still=still)} < {hear} END)"
    )  # in brackets, as PL/pgSQL reads up to THEN


def _put(still: str, by_ruling: str, less: str) -> None:
    _watch("ruling_by_enough", "ruling_made", _by_enough(still))
    heard = _heard_by_enough(still, by_ruling, less)
    _watch("appeal_heard_by_enough", "appeal_outcome", heard)


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
