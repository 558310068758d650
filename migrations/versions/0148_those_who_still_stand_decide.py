"""Count of those who agreed to a ruling those alone who could decide on it by then: none who was
left out of the case since, has a conflict, responds no more or may not act.
"""

import re
from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0148"
down_revision = "0147"
branch_labels = None
depends_on = None

_AGREED = "(SELECT COUNT(*) FROM ruling_decider AS d WHERE d.ruling_id = NEW.ruling_id)"
_ABLE = re.compile(r"CASE WHEN NEW\.without_conflict > (.*?) THEN NEW\.without_conflict", re.DOTALL)
_AND_AGREED = (
    " AND EXISTS (SELECT 1 FROM ruling_decider AS y"
    " WHERE y.ruling_id = NEW.ruling_id AND y.member_id = c.member_id))"
)


def upgrade() -> None:
    _change("ruling_by_enough", lambda when: _put(when, _AGREED, _who_could(when)))


def downgrade() -> None:
    _change("ruling_by_enough", lambda when: _put(when, _who_could(when), _AGREED))


def _who_could(when: str) -> str:
    """How many of those who could decide agreed."""
    able = _ABLE.search(when)
    if able is None or not able[1].endswith(")"):
        raise ValueError("This is not as it was made.")
    return able[1][:-1] + _AND_AGREED


def _put(when: str, before: str, after: str) -> str:
    return after + when[len(before) :] if when.startswith(before) else when


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
