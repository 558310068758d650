"""Count those alone who may act by then, and let an appeal be what the ruling it led to makes of
it; leave out who wrote any of what was reported, leads it or reported it by their address.

Whom a measure keeps from doing anything counted among those of whom two thirds must agree. What an
appeal became is weighed by the program where another ruling took the place of the first; that this
ruling is one on that appeal, and one where nothing follows withdraws, is held here.
"""

# The statements are put together of what stands here alone.
# ruff: noqa: S608

import re

import sqlalchemy as sa
from alembic import op

revision = "0118"
down_revision = "0117"
branch_labels = None
depends_on = None

_IS_RESPONDER = "AND g.revoked_at IS NULL)"
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
_CHANGED = "NEW.outcome IN ('reduced', 'increased')"
_APPEALED = "r.replaces_id = (SELECT p.ruling_id FROM appeal AS p WHERE p.id = NEW.appeal_id)"
_UNDONE = "(r.level IS NULL) = (NEW.outcome = 'withdrawn')"
_STILL = (_IS_RESPONDER, _IS_RESPONDER + _MAY_ACT)
# trigger → what its condition says, and what it says instead
_PUT = {
    "ruling_by_enough": (_STILL,),
    "appeal_heard_by_enough": (
        _STILL,
        (_CHANGED, f"({_CHANGED} OR NEW.ruling_id IS NOT NULL)"),
        (
            _APPEALED,
            f"{_APPEALED} AND NEW.outcome <> 'sent back' AND {_UNDONE}",
        ),
    ),
}
_LEADS = """SELECT t.id AS report_id, o.member_id FROM report AS t
      JOIN agenda_item_owner AS o ON o.item_id = t.about_id WHERE t.about = 'item'"""
_PROPOSED = """SELECT t.id AS report_id, i.proposed_by_id AS member_id FROM report AS t
      JOIN agenda_item AS i ON i.id = t.about_id WHERE t.about = 'item'"""
_WROTE = """SELECT t.id AS report_id, m.id AS member_id FROM report AS t
      JOIN report_copy AS y ON y.report_id = t.id
      JOIN pattern_revision AS v ON v.pattern_id = t.about_id AND v.number <= y.revision
      JOIN member AS m ON m.person_id = v.by_id WHERE t.about = 'pattern'"""
_SUGGESTED = """SELECT t.id AS report_id, m.id AS member_id FROM report AS t
      JOIN report_copy AS y ON y.report_id = t.id
      JOIN pattern_suggestion_decision AS d
        ON d.pattern_id = t.about_id AND d.number <= y.revision
      JOIN pattern_suggestion AS s ON s.id = d.suggestion_id
      JOIN member AS m ON m.person_id = s.by_id WHERE t.about = 'pattern'"""
_GAVE_ADDRESS = """SELECT t.id AS report_id, m.id AS member_id FROM report AS t
      JOIN member AS m ON m.email_key = t.reporter_address"""


def upgrade() -> None:
    for found in (_LEADS, _PROPOSED, _WROTE, _SUGGESTED, _GAVE_ADDRESS):
        op.execute(
            "INSERT INTO report_exclusion (report_id, member_id)"
            f" SELECT DISTINCT f.report_id, f.member_id FROM ({found}) AS f"
            " WHERE NOT EXISTS (SELECT 1 FROM report_exclusion AS e"
            " WHERE e.report_id = f.report_id AND e.member_id = f.member_id)"
        )
    for name, changes in _PUT.items():
        _change(name, changes)


def downgrade() -> None:
    for name, changes in _PUT.items():
        _change(name, tuple((after, before) for before, after in reversed(changes)))


def _change(name: str, changes: tuple[tuple[str, str], ...]) -> None:
    """Write a trigger anew, as it is by now, with something else in its condition."""
    bind = op.get_bind()
    is_sqlite = bind.dialect.name == "sqlite"
    made = bind.execute(
        sa.text(
            "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = :name"
            if is_sqlite
            else "SELECT pg_get_functiondef(CAST(:name AS regproc))"
        ),
        {"name": name},
    ).scalar_one()
    parts = r"(.*? WHEN )(.*)( BEGIN SELECT RAISE.*)", r"(.*?\bIF )(.*)( THEN\s+RAISE .*)"
    found = re.fullmatch(parts[0 if is_sqlite else 1], made.strip(), re.DOTALL)
    if found is None or any(before not in found[2] for before, _ in changes):
        raise ValueError("This is not as it was made.")
    said = found[2]
    for before, after in changes:
        said = said.replace(before, after)
    if is_sqlite:
        bind.exec_driver_sql(f"DROP TRIGGER {name}")
    bind.exec_driver_sql(f"{found[1]}{said}{found[3]}")
