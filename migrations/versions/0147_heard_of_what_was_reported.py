"""Let nobody count as heard by what was written to them before the last report about them came.

It counts from when it came into the case, or into one that goes on in it.
"""

# The statements are put together of what stands here alone.
# ruff: noqa: S608

import re
from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0147"
down_revision = "0146"
branch_labels = None
depends_on = None

_WRITTEN = "AND s.by_id IS NOT NULL AND ("
_STANDS = "SELECT 1 FROM report_person AS f WHERE f.report_id = t.id AND f.ended_at IS NULL"
_SINCE = f"""AND s.at >= COALESCE((
            SELECT MAX(x.at) FROM case_report AS x JOIN report AS t ON t.id = x.report_id
             WHERE (x.case_id = r.case_id OR x.case_id IN (
                SELECT n.case_id FROM case_merging AS n
                 WHERE n.into_id = r.case_id AND n.ended_at IS NULL))
               AND ((t.person_id = r.person_id AND NOT EXISTS ({_STANDS} AND NOT f.is_also))
                    OR EXISTS ({_STANDS} AND f.person_id = r.person_id))), s.at)
          """


def upgrade() -> None:
    _change("ruling_heard", lambda when: when.replace(_WRITTEN, _SINCE + _WRITTEN))


def downgrade() -> None:
    _change("ruling_heard", lambda when: when.replace(_SINCE, ""))


def _change(name: str, change: Callable[[str], str]) -> None:
    """Write a trigger anew, as it is by now, with another condition."""
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
    if found is None or change(found[2]) == found[2]:
        raise ValueError("This is not as it was made.")
    anew = f"{found[1]}{change(found[2])}{found[3]}"
    if is_sqlite:
        bind.exec_driver_sql(f"DROP TRIGGER {name}")
    bind.exec_driver_sql(anew if is_sqlite else anew.replace("%", "%%"))
