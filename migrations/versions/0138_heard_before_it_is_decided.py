"""Let nothing be decided about somebody whom nobody has heard, unless it is said why.

Heard is whom a message went to in the case, read by a second responder, at least three days before
or before an answer of theirs. What answers an appeal needs no more than that. Why somebody was not
heard stays as it was given; a bar may be put into it where words of the case are purged.
"""

# The statements are put together of what stands here alone.
# ruff: noqa: S608

import sqlalchemy as sa
from alembic import op

revision = "0138"
down_revision = "0137"
branch_labels = None
depends_on = None

_TABLE = "ruling_unheard"
_MADE = "ruling_made"
_BAR = "█ taken out █"
_IS_MADE = "EXISTS (SELECT 1 FROM ruling_made AS m WHERE m.ruling_id = {}.ruling_id)"
_IS_PURGED = (
    "EXISTS (SELECT 1 FROM case_purge AS x JOIN ruling AS r ON r.case_id = x.case_id"
    " WHERE r.id = OLD.ruling_id)"
)
_WORDS_ARE = (
    "EXISTS (SELECT 1 FROM word_purge AS w JOIN ruling AS r ON r.case_id = w.case_id"
    " WHERE r.id = OLD.ruling_id)"
)
_OF_IT = (
    "{0}.person_id = r.person_id AND {0}.audience = 'reported' AND ({0}.case_id = r.case_id"
    " OR {0}.case_id IN (SELECT n.other_id FROM case_kin AS n WHERE n.case_id = r.case_id))"
)
_LONG_AGO = {
    "sqlite": "ROUND((julianday(NEW.at) - julianday(g.at)) * 86400) >= 259200",
    "postgresql": "g.at <= NEW.at - INTERVAL '3 days'",
}


def upgrade() -> None:
    op.create_table(
        _TABLE,
        sa.Column("ruling_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["ruling_id"], ["ruling.id"], name=op.f("fk_ruling_unheard_ruling_id_ruling")
        ),
        sa.PrimaryKeyConstraint("ruling_id", name=op.f("pk_ruling_unheard")),
    )
    for name, (table, action, when) in _watched().items():
        _watch(name, table, action, when)
    if not _is_sqlite():
        op.execute(
            f"CREATE TRIGGER {_TABLE}_stays_on_truncate BEFORE TRUNCATE ON {_TABLE} "
            "FOR EACH STATEMENT EXECUTE FUNCTION stays_on_truncate()"
        )


def downgrade() -> None:
    if _is_sqlite():
        op.execute("DROP TRIGGER ruling_heard")
    else:
        op.execute(f"DROP TRIGGER ruling_heard ON {_MADE}")
    op.drop_table(_TABLE)
    if not _is_sqlite():
        for name in _watched():
            op.execute(f"DROP FUNCTION {name}()")


def _watched() -> dict[str, tuple[str, str, str]]:
    """Name → table, what is done, and when it is refused: its name is the promise."""
    again = f"EXISTS (SELECT 1 FROM {_TABLE} AS t WHERE t.ruling_id = NEW.ruling_id)"
    is_barred = f"NEW.ruling_id = OLD.ruling_id AND {_barred()} AND {_WORDS_ARE}"
    return {
        "ruling_heard": (_MADE, "INSERT", _unheard()),
        f"{_TABLE}_stays_on_insert": (_TABLE, "INSERT", f"{_IS_MADE.format('NEW')} OR {again}"),
        f"{_TABLE}_stays_on_update": (_TABLE, "UPDATE", f"NOT ({is_barred})"),
        f"{_TABLE}_stays_on_delete": (
            _TABLE,
            "DELETE",
            f"{_IS_MADE.format('OLD')} AND NOT {_IS_PURGED}",
        ),
    }


def _unheard() -> str:
    dialect = op.get_bind().dialect.name
    return f"""EXISTS (SELECT 1 FROM ruling AS r
     WHERE r.id = NEW.ruling_id AND r.level IS NOT NULL AND NOT r.is_on_appeal
       AND NOT EXISTS (SELECT 1 FROM {_TABLE} AS u WHERE u.ruling_id = r.id)
       AND NOT EXISTS (
        SELECT 1 FROM case_message AS s JOIN case_message_reading AS g ON g.message_id = s.id
         WHERE {_OF_IT.format("s")} AND s.by_id IS NOT NULL AND ({_LONG_AGO[dialect]}
            OR EXISTS (SELECT 1 FROM case_message AS a
                        WHERE {_OF_IT.format("a")} AND a.by_id IS NULL AND a.at >= g.at))))"""


def _barred() -> str:
    """Whether the words are the old ones with bars in them."""
    new, old = _bare("NEW.words"), _bare("OLD.words")
    any_text, alike = ("*", "GLOB") if _is_sqlite() else ("%", "LIKE")
    like = f"replace(replace({new}, '{_BAR}', '{any_text}'), '█', '{any_text}')"
    return f"NEW.words LIKE '%█%' AND {old} {alike} {like}"


def _bare(text: str) -> str:
    """A text without marks of emphasis, and without signs that stand for others."""
    if not _is_sqlite():
        return f"translate({text}, '%\\*_`~', chr(1) || chr(2))"
    for mark in "*_`~":
        text = f"replace({text}, '{mark}', '')"
    return f"replace(replace({text}, '[', char(1)), '?', char(2))"


def _watch(name: str, table: str, action: str, when: str) -> None:
    bind = op.get_bind()
    if _is_sqlite():
        bind.exec_driver_sql(
            f"CREATE TRIGGER {name} BEFORE {action} ON {table} WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, '{name}'); END"
        )
        return
    made = f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {when} THEN
                RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation',
                    CONSTRAINT = '{name}', TABLE = '{table}';
            END IF;
            RETURN {"OLD" if action == "DELETE" else "NEW"};
        END $$
        """
    bind.exec_driver_sql(made.replace("%", "%%"))
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {action} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
