"""Hold what was reported and what is proposed as it was, and count those alone who may decide.

What a report says and when it happened is changed by nobody, and may go, or be barred where it is
purged; nothing of a ruling is changed, from when it is proposed on, but whom it is about where they
turn out to be a member. Whose decision an appeal has changed decides no more about the
person in the same matter: their case, what it was ever one with, and wherever the same note, item
or pattern was reported; and they do not count among those of whom two thirds must agree.
"""

# The statements are put together of what stands here alone.
# ruff: noqa: S608

from alembic import op

revision = "0113"
down_revision = "0112"
branch_labels = None
depends_on = None

_FACTS = (
    *("id", "at", "mode", "about", "about_id", "happened_at", "publication_id"),
    "code_hash",
)
# A text and that in which a bar stands then: rendered it is another mark.
_WORDS = {
    **{name: name for name in ("about_words", "words_source", "hope", "content_warning")},
    "words_html": "words_source",
}
# What is purged is barred in a report as in a message: as long as a row says that it is.
_BARRED = "NEW.{name} LIKE '%█%' AND EXISTS (SELECT 1 FROM word_purge)"
_RULING = (
    *("id", "key", "case_id", "version_id", "level", "dismissal", "behaviour", "impact"),
    *("expected", "consequence", "scope", "how_found", "rationale", "for_reporter"),
    *("lasts_days", "series_id", "replaces_id", "is_on_appeal", "by_id", "at"),
)
_IS_THE_SAME = (
    "EXISTS (SELECT 1 FROM person_joining AS j"
    " WHERE j.gone_id = OLD.{name} AND j.kept_id = NEW.{name})"
)
_IS_MADE = "EXISTS (SELECT 1 FROM ruling_made AS m WHERE m.ruling_id = OLD.id)"
_PROPOSED = "ruling_proposed_stays_on_update"
_SAME_CASE = "b.case_id = r.case_id"
_KIN = "(SELECT n.other_id FROM case_kin AS n WHERE n.case_id = r.case_id)"
_SAME_MATTER = f"""({_SAME_CASE} OR b.case_id IN {_KIN} OR EXISTS (
    SELECT 1 FROM case_report AS x
      JOIN report AS t ON t.id = x.report_id
      JOIN report AS u ON u.about = t.about AND u.about_id = t.about_id
      JOIN case_report AS y ON y.report_id = u.id
     WHERE (x.case_id = r.case_id OR x.case_id IN {_KIN})
       AND y.case_id = b.case_id AND t.about IN ('note', 'item', 'pattern')))"""
# Those who agreed to `b`, which an appeal has changed, and may not decide on `r`.
_BOUND = """EXISTS (
    SELECT 1 FROM ruling AS r JOIN ruling_decider AS e ON e.member_id = {member}
      JOIN ruling AS b ON b.id = e.ruling_id
      JOIN appeal AS p ON p.ruling_id = b.id
      JOIN appeal_outcome AS o ON o.appeal_id = p.id
     WHERE r.id = NEW.ruling_id AND NOT r.is_on_appeal
       AND o.outcome IN ('reduced', 'withdrawn', 'increased')
       AND ((b.person_id = r.person_id AND {matter}) OR o.ruling_id = r.replaces_id))"""
_UNDONE = """EXISTS (
    SELECT 1 FROM ruling_decider AS d WHERE d.ruling_id = NEW.ruling_id AND {bound})"""
_OF_ONE_MATTER = (
    "({case} = c.case_id OR {case} IN (SELECT n.other_id FROM case_kin AS n"
    " WHERE n.case_id = c.case_id))"
)
_ABLE = f"""(SELECT COUNT(*) FROM case_answer AS c JOIN ruling AS k ON k.case_id = c.case_id
    WHERE k.id = NEW.ruling_id AND c.answer = 'can'
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
                            WHERE f.report_id = t.id AND f.person_id = m.person_id)))
    AND NOT (k.is_on_appeal AND EXISTS (SELECT 1 FROM ruling_decider AS d
              WHERE d.ruling_id = k.replaces_id AND d.member_id = c.member_id))
    {{but}})"""


def upgrade() -> None:
    differs = "IS NOT" if op.get_bind().dialect.name == "sqlite" else "IS DISTINCT FROM"
    facts = " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in _FACTS)
    words = " OR ".join(
        f"(NEW.{name} <> OLD.{name} AND NEW.{name} <> '' AND NOT ({_BARRED.format(name=bar)}))"
        for name, bar in _WORDS.items()
    )
    _watch("report_stays_on_update", "report", "UPDATE", f"{facts} OR {words}")
    told = " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in _RULING)
    people = " OR ".join(
        f"(NEW.{name} {differs} OLD.{name} AND NOT {_IS_THE_SAME.format(name=name)})"
        for name in ("person_id", "other_person_id")
    )
    _watch(_PROPOSED, "ruling", "UPDATE", f"NOT {_IS_MADE} AND ({told} OR {people})", is_new=True)
    bound = _BOUND.format(member="c.member_id", matter=_SAME_MATTER)
    _watch("ruling_by_enough", "ruling_made", "INSERT", _by_enough(f"AND NOT {bound}"))
    _undo_nothing(_SAME_MATTER)


def downgrade() -> None:
    _watch("report_stays_on_update", "report", "UPDATE", "NEW.id <> OLD.id OR NEW.at <> OLD.at")
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {_PROPOSED}")
    else:
        op.execute(f"DROP TRIGGER {_PROPOSED} ON ruling")
        op.execute(f"DROP FUNCTION {_PROPOSED}()")
    _watch("ruling_by_enough", "ruling_made", "INSERT", _by_enough(""))
    _undo_nothing(_SAME_CASE)


def _undo_nothing(matter: str) -> None:
    bound = _BOUND.format(member="d.member_id", matter=matter)
    _watch("ruling_undoes_no_appeal", "ruling_made", "INSERT", _UNDONE.format(bound=bound))


def _by_enough(but: str) -> str:
    """When a ruling is made by fewer than its rung asks for, or that of what it replaces."""
    able = _ABLE.format(but=but)
    most = f"(CASE WHEN NEW.without_conflict > {able} THEN NEW.without_conflict ELSE {able} END)"
    return f"""(SELECT COUNT(*) FROM ruling_decider AS d WHERE d.ruling_id = NEW.ruling_id)
    < COALESCE((SELECT MAX({_asked(most)})
    FROM ruling AS a
    JOIN ruling AS r ON r.id = a.id OR r.id = a.replaces_id
    JOIN code_rung AS g ON g.version_id = r.version_id AND g.level = r.level
    WHERE a.id = NEW.ruling_id), 1)"""


def _asked(able: str) -> str:
    thirds = f"(2 * {able} + 2) / 3"
    return f"""CASE
        WHEN g.quorum = 'one' THEN 1
        WHEN g.quorum = 'two' THEN 2
        WHEN g.quorum = 'three' THEN 3
        WHEN {thirds} < 2 THEN 2
        ELSE {thirds} END"""


def _watch(name: str, table: str, action: str, when: str, *, is_new: bool = False) -> None:
    if op.get_bind().dialect.name == "sqlite":
        if not is_new:
            op.execute(f"DROP TRIGGER {name}")
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {action} ON {table} WHEN {when} "
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
    if is_new:
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {action} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {name}()"
        )
