"""Let a text that is purged change by bars and by nothing else, and in the cases alone that are
purged.

What stands before, between and behind the bars of the new text stands there in the old one too, but
for marks of emphasis; what is rendered changes only where its source does. `word_purge` names each
case whose texts may change, and as case 0 what is in no case.
"""

# The statements are put together of what stands here alone.
# ruff: noqa: S608

import re

import sqlalchemy as sa
from alembic import op

revision = "0128"
down_revision = "0127"
branch_labels = None
depends_on = None

_BAR = "█ taken out █"
_OF_RULING = "(SELECT r.case_id FROM ruling AS r WHERE r.id = OLD.ruling_id)"
_OF_PART = (
    "(SELECT r.case_id FROM {0} AS p JOIN ruling AS r ON r.id = p.ruling_id WHERE p.{1} = OLD.{2})"
)
_OF_APPEAL = _OF_PART.format("appeal", "id", "appeal_id")
# table → the cases that all have to be purged where a text of a row is
_CASES = {
    "case_message": ("OLD.case_id",),
    "case_state": ("OLD.case_id",),
    "case_merging": ("OLD.case_id", "OLD.into_id"),
    "ruling": ("OLD.case_id",),
    "ruling_condition": (_OF_RULING,),
    "ruling_look": (_OF_RULING,),
    "measure": (_OF_PART.format("ruling_measure", "measure_id", "id"),),
    "appeal": (_OF_RULING,),
    "appeal_word": (_OF_APPEAL,),
    "appeal_outcome": (_OF_APPEAL,),
    "readmission": (_OF_RULING,),
    "readmission_word": (_OF_PART.format("readmission", "id", "readmission_id"),),
    "report": ("COALESCE((SELECT p.case_id FROM case_report AS p WHERE p.report_id = OLD.id), 0)",),
    "content_state": ("0",),
    "content_appeal": ("0",),
}
_ANY = "EXISTS (SELECT 1 FROM word_purge)"
_HAS_BAR = re.compile(r"NEW\.(\w+) (NOT )?LIKE '%█%'")
_WATCH = "word_purge_of_what_is_purged"
_IS_PURGED = (
    "NOT EXISTS (SELECT 1 FROM content_state AS s WHERE s.id = NEW.state_id AND s.state = 'purged')"
)


def upgrade() -> None:
    _make_table(sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False))
    for table in _CASES:
        for made in _guards(table):
            _make(table, _strict(made, table))


def downgrade() -> None:
    for table in _CASES:
        for made in _guards(table):
            _make(table, _loose(made, table))
    _make_table()


def _strict(made: str, table: str) -> str:
    told = _HAS_BAR.sub(lambda found: f"{found[2] or ''}{_barred(found[1])}", made)
    told = told.replace(_ANY, _in_cases(table))
    if told == made or _ANY in told:
        raise ValueError("This is not as it was made.")
    return told


def _loose(made: str, table: str) -> str:
    told = made.replace(_in_cases(table), _ANY)
    for name in set(re.findall(r"NEW\.(\w+)", made)):
        told = told.replace(f"NOT {_barred(name)}", f"NEW.{name} NOT LIKE '%█%'")
        told = told.replace(_barred(name), f"NEW.{name} LIKE '%█%'")
    if told == made or _BAR in told:
        raise ValueError("This is not as it was made.")
    return told


def _barred(name: str) -> str:
    """Whether a text changes, and is the old one with bars in it."""
    new, old = _bare(f"NEW.{name}"), _bare(f"OLD.{name}")
    any_text, alike = ("*", "GLOB") if _is_sqlite() else ("%", "LIKE")
    like = f"replace(replace({new}, '{_BAR}', '{any_text}'), '█', '{any_text}')"
    return f"(NEW.{name} <> OLD.{name} AND NEW.{name} LIKE '%█%' AND {old} {alike} {like})"


def _bare(text: str) -> str:
    """A text without marks of emphasis, which may stand on beside a bar; and without signs that
    stand for others where texts are compared.
    """
    if not _is_sqlite():
        return f"translate({text}, '%\\*_`~', chr(1) || chr(2))"
    for mark in "*_`~":
        text = f"replace({text}, '{mark}', '')"
    return f"replace(replace({text}, '[', char(1)), '?', char(2))"


def _in_cases(table: str) -> str:
    each = (f"EXISTS (SELECT 1 FROM word_purge AS w WHERE w.case_id = {c})" for c in _CASES[table])
    return " AND ".join(each)


def _make_table(*more: sa.Column[int]) -> None:
    """Nothing stands in it but while something is purged."""
    op.drop_table("word_purge")
    op.create_table(
        "word_purge",
        sa.Column("state_id", sa.Integer(), autoincrement=False, nullable=False),
        *more,
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint(
            "state_id", *(one.name for one in more), name=op.f("pk_word_purge")
        ),
    )
    if _is_sqlite():
        op.execute(
            f"CREATE TRIGGER {_WATCH} BEFORE INSERT ON word_purge WHEN {_IS_PURGED} "
            f"BEGIN SELECT RAISE(ABORT, '{_WATCH}'); END"
        )
    else:
        op.execute(
            f"CREATE TRIGGER {_WATCH} BEFORE INSERT ON word_purge "
            f"FOR EACH ROW EXECUTE FUNCTION {_WATCH}()"
        )


def _guards(table: str) -> list[str]:
    """How each trigger on changes of a table that looks for bars was made, or its function."""
    bind = op.get_bind()
    if _is_sqlite():
        query = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :name"
    else:
        query = (
            "SELECT pg_get_functiondef(t.tgfoid) FROM pg_trigger AS t"
            " WHERE t.tgrelid = CAST(:name AS regclass) AND NOT t.tgisinternal ORDER BY t.tgname"
        )
    found = bind.execute(sa.text(query), {"name": table}).scalars().all()
    told = [made for made in found if "word_purge" in made]
    if not told:
        raise ValueError(f"Nothing holds {table}.")
    return told


def _make(table: str, told: str) -> None:
    bind = op.get_bind()
    if _is_sqlite():
        found = re.match(r"CREATE TRIGGER (\w+) ", told)
        if found is None:
            raise ValueError(f"This is no trigger of {table}.")
        bind.exec_driver_sql(f"DROP TRIGGER {found[1]}")
        bind.exec_driver_sql(told)
        return
    bind.exec_driver_sql(told.replace("%", "%%"))


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
