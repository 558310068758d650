"""Make the tables of rulings and appeals, and let what is decided stand as it is.

Triggers hold that a ruling is made by as many as its rung asks for, names a clause, and is by the
code that held when it happened; that what is made is never changed; that the person is told by
somebody who did not write it; and that nobody hears an appeal against what they decided. A case
that is purged may lose what it held.
"""

# The statements are put together of what stands here alone.
# ruff: noqa: S608

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None

_ABLE = (
    "(CASE WHEN NEW.without_conflict > (SELECT COUNT(*) FROM case_answer AS c"
    " JOIN ruling AS k ON k.case_id = c.case_id WHERE k.id = NEW.ruling_id AND c.answer = 'can')"
    " THEN NEW.without_conflict ELSE (SELECT COUNT(*) FROM case_answer AS c"
    " JOIN ruling AS k ON k.case_id = c.case_id WHERE k.id = NEW.ruling_id"
    " AND c.answer = 'can') END)"
)
_THIRDS = f"(2 * {_ABLE} + 2) / 3"
# On an appeal, what goes no further than before is decided by those who hear it: two at the most.
_NEEDED = f"""COALESCE((
    SELECT MAX(CASE
        WHEN g.quorum = 'one' THEN 1
        WHEN a.is_on_appeal AND (r.id <> a.id OR r.level <= (
            SELECT b.level FROM ruling AS b WHERE b.id = a.replaces_id)) THEN 2
        WHEN g.quorum = 'two' THEN 2
        WHEN g.quorum = 'three' THEN 3
        WHEN {_THIRDS} < 2 THEN 2
        ELSE {_THIRDS} END)
    FROM ruling AS a
    JOIN ruling AS r ON r.id = a.id OR r.id = a.replaces_id
    JOIN code_rung AS g ON g.version_id = r.version_id AND g.level = r.level
    WHERE a.id = NEW.ruling_id), 1)"""
_DECIDERS = "(SELECT COUNT(*) FROM ruling_decider AS d WHERE d.ruling_id = NEW.ruling_id)"
_NO_CLAUSE = (
    "EXISTS (SELECT 1 FROM ruling AS r WHERE r.id = NEW.ruling_id AND r.level IS NOT NULL)"
    " AND NOT EXISTS (SELECT 1 FROM ruling_clause AS c WHERE c.ruling_id = NEW.ruling_id)"
)
_OTHER_CODE = (
    "EXISTS (SELECT 1 FROM ruling AS r WHERE r.id = NEW.ruling_id AND r.version_id IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM case_report AS c JOIN report AS p ON p.id = c.report_id"
    " WHERE c.case_id = r.case_id AND p.publication_id = r.version_id))"
)
_CANNOT = (
    "NOT EXISTS (SELECT 1 FROM ruling AS r JOIN case_answer AS c ON c.case_id = r.case_id"
    " WHERE r.id = {ruling} AND c.member_id = NEW.{member} AND c.answer = 'can')"
)
_APPEALED = "(SELECT p.ruling_id FROM appeal AS p WHERE p.id = NEW.appeal_id)"
_HEARERS = "(SELECT COUNT(*) FROM appeal_hearer AS h WHERE h.appeal_id = NEW.appeal_id)"
_HEAR = (
    "(SELECT CASE WHEN g.quorum = 'one' THEN 1 ELSE 2 END FROM ruling AS r"
    " JOIN code_rung AS g ON g.version_id = r.version_id AND g.level = r.level"
    f" WHERE r.id = {_APPEALED})"
)
_IS_MADE = "EXISTS (SELECT 1 FROM ruling_made AS m WHERE m.ruling_id = {ruling})"
_IS_TOLD = "EXISTS (SELECT 1 FROM ruling_notice AS n WHERE n.ruling_id = {ruling})"
_IS_PURGED = (
    "EXISTS (SELECT 1 FROM case_purge AS p JOIN ruling AS r ON r.case_id = p.case_id"
    " WHERE r.id = {ruling})"
)
# name → table, action, when it is refused: its name is the promise
_WATCHED = {
    "ruling_by_enough": ("ruling_made", "INSERT", f"{_DECIDERS} < {_NEEDED}"),
    "ruling_names_a_clause": ("ruling_made", "INSERT", _NO_CLAUSE),
    "ruling_by_the_code_then": ("ruling_made", "INSERT", _OTHER_CODE),
    "ruling_decider_can": (
        "ruling_decider",
        "INSERT",
        _CANNOT.format(ruling="NEW.ruling_id", member="member_id"),
    ),
    "ruling_decider_hears": (
        "ruling_decider",
        "INSERT",
        (
            "EXISTS (SELECT 1 FROM ruling AS r WHERE r.id = NEW.ruling_id"
            " AND r.is_on_appeal AND NOT EXISTS (SELECT 1 FROM appeal_hearer AS h"
            " JOIN appeal AS p ON p.id = h.appeal_id"
            " WHERE p.ruling_id = r.replaces_id AND h.member_id = NEW.member_id))"
        ),
    ),
    "ruling_read_by_another": (
        "ruling_notice",
        "INSERT",
        (
            f"NOT {_IS_MADE.format(ruling='NEW.ruling_id')}"
            " OR NEW.read_by_id = (SELECT by_id FROM ruling AS r WHERE r.id = NEW.ruling_id)"
        ),
    ),
    "ruling_measure_told": (
        "ruling_measure",
        "INSERT",
        f"NOT {_IS_TOLD.format(ruling='NEW.ruling_id')}",
    ),
    "appeal_of_what_is_told": (
        "appeal",
        "INSERT",
        (
            f"NOT {_IS_TOLD.format(ruling='NEW.ruling_id')} OR EXISTS (SELECT 1 FROM ruling AS r"
            " WHERE r.id = NEW.ruling_id AND (r.is_on_appeal OR r.level IS NULL))"
        ),
    ),
    "appeal_heard_by_others": (
        "appeal_hearer",
        "INSERT",
        (
            "EXISTS (SELECT 1 FROM ruling_decider AS d WHERE d.member_id = NEW.member_id"
            f" AND d.ruling_id = {_APPEALED})"
            f" OR {_CANNOT.format(ruling=_APPEALED, member='member_id')}"
        ),
    ),
    "appeal_heard_by_enough": ("appeal_outcome", "INSERT", f"{_HEARERS} < {_HEAR}"),
}
# What nobody changes: table → which ruling it belongs to, and since when it is so.
_OF_APPEAL = "(SELECT q.ruling_id FROM appeal AS q WHERE q.id = OLD.appeal_id)"
_OF_RULING = ("ruling_made", "ruling_notice", "ruling_measure", "ruling_end", "appeal")
_SEALED = {
    "ruling": ("OLD.id", _IS_MADE.format(ruling="OLD.id")),
    **{
        table: ("OLD.ruling_id", _IS_MADE.format(ruling="OLD.ruling_id"))
        for table in ("ruling_clause", "ruling_effect", "ruling_decider")
    },
    **dict.fromkeys(_OF_RULING, ("OLD.ruling_id", "1 = 1")),
    **dict.fromkeys(("appeal_hearer", "appeal_outcome"), (_OF_APPEAL, "1 = 1")),
}
for _table, (_ruling, _since) in _SEALED.items():
    _kept = f"{_since} AND NOT {_IS_PURGED.format(ruling=_ruling)}"
    _WATCHED[f"{_table}_stays_on_delete"] = (_table, "DELETE", _kept)
    _WATCHED[f"{_table}_stays_on_update"] = (_table, "UPDATE", _since)
for _table in ("ruling_clause", "ruling_effect", "ruling_decider"):
    _made = _IS_MADE.format(ruling="NEW.ruling_id")
    _WATCHED[f"{_table}_stays_on_insert"] = (_table, "INSERT", _made)


def upgrade() -> None:
    _make_case_purge()
    _make_ruling()
    _make_appeal()
    _make_ruling_clause()
    _make_ruling_decider()
    _make_ruling_effect()
    _make_ruling_end()
    _make_ruling_made()
    _make_ruling_notice()
    _make_appeal_hearer()
    _make_appeal_outcome()
    _make_ruling_measure()

    for name, (table, action, when) in _WATCHED.items():
        _watch(name, table, action, when)


def downgrade() -> None:

    for name, (table, *_) in _WATCHED.items():
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER {name}")
        else:
            op.execute(f"DROP TRIGGER {name} ON {table}")
            op.execute(f"DROP FUNCTION {name}()")
    op.drop_table("ruling_measure")
    op.drop_table("appeal_outcome")
    op.drop_table("appeal_hearer")
    op.drop_table("ruling_notice")
    op.drop_table("ruling_made")
    op.drop_table("ruling_end")
    op.drop_table("ruling_effect")
    op.drop_table("ruling_decider")
    op.drop_table("ruling_clause")
    op.drop_table("appeal")
    op.drop_table("ruling")
    op.drop_table("case_purge")


def _make_case_purge() -> None:
    op.create_table(
        "case_purge",
        sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_purge")),
    )


def _make_ruling() -> None:
    op.create_table(
        "ruling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column(
            "dismissal",
            sa.Enum(
                "no violation",
                "not enough known",
                "belongs elsewhere",
                "settled between them",
                name="dismissal",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=True,
        ),
        sa.Column("behaviour", sa.Text(), nullable=False),
        sa.Column("impact", sa.Text(), nullable=False),
        sa.Column("expected", sa.Text(), nullable=False),
        sa.Column("consequence", sa.Text(), nullable=False),
        sa.Column("scope", sa.String(length=300), nullable=False),
        sa.Column("how_found", sa.String(length=300), nullable=False),
        sa.Column("rationale", sa.Text(), nullable=False),
        sa.Column("for_reporter", sa.Text(), nullable=False),
        sa.Column("lasts_days", sa.Integer(), nullable=True),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("other_person_id", sa.Integer(), nullable=True),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("is_on_appeal", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(dismissal IS NULL) = (level IS NOT NULL) AND (level IS NULL) = (version_id IS NULL)",
            name=op.f("ck_ruling_rung_or_dismissal"),
        ),
        sa.CheckConstraint(
            "NOT is_on_appeal OR replaces_id IS NOT NULL", name=op.f("ck_ruling_on_appeal_of")
        ),
        sa.CheckConstraint("lasts_days >= 0", name=op.f("ck_ruling_lasts_days")),
        sa.CheckConstraint(
            "level IS NULL OR person_id IS NOT NULL", name=op.f("ck_ruling_about_somebody")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"], name=op.f("fk_ruling_by_id_member")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["conduct_case.id"], name=op.f("fk_ruling_case_id_conduct_case")
        ),
        sa.ForeignKeyConstraint(
            ["other_person_id"], ["person.id"], name=op.f("fk_ruling_other_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_ruling_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["ruling.id"], name=op.f("fk_ruling_replaces_id_ruling")
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_ruling_series_id_series")
        ),
        sa.ForeignKeyConstraint(
            ["version_id", "level"],
            ["code_rung.version_id", "code_rung.level"],
            name="fk_ruling_rung",
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["code_publication.version_id"],
            name=op.f("fk_ruling_version_id_code_publication"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ruling")),
        sa.UniqueConstraint("id", "version_id", name=op.f("uq_ruling_id_version_id")),
        sa.UniqueConstraint("key", name=op.f("uq_ruling_key")),
    )
    op.create_index(op.f("ix_ruling_by_id"), "ruling", ["by_id"])
    op.create_index(op.f("ix_ruling_case_id"), "ruling", ["case_id"])
    op.create_index(op.f("ix_ruling_person_id"), "ruling", ["person_id"])


def _make_appeal() -> None:
    op.create_table(
        "appeal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ruling_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("words_source", sa.Text(), nullable=False),
        sa.Column("words_html", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_appeal_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["ruling_id"], ["ruling.id"], name=op.f("fk_appeal_ruling_id_ruling")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
        sa.UniqueConstraint("ruling_id", name=op.f("uq_appeal_ruling_id")),
    )
    op.create_index(op.f("ix_appeal_person_id"), "appeal", ["person_id"])


def _make_ruling_clause() -> None:
    op.create_table(
        "ruling_clause",
        sa.Column("ruling_id", sa.Integer(), nullable=False),
        sa.Column("clause_key", sa.String(length=40), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ruling_id", "version_id"],
            ["ruling.id", "ruling.version_id"],
            name="fk_ruling_clause_ruling",
        ),
        sa.ForeignKeyConstraint(
            ["version_id", "clause_key"],
            ["code_clause.version_id", "code_clause.key"],
            name="fk_ruling_clause_clause",
        ),
        sa.PrimaryKeyConstraint("ruling_id", "clause_key", name=op.f("pk_ruling_clause")),
    )


def _make_ruling_decider() -> None:
    op.create_table(
        "ruling_decider",
        sa.Column("ruling_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_ruling_decider_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["ruling_id"], ["ruling.id"], name=op.f("fk_ruling_decider_ruling_id_ruling")
        ),
        sa.PrimaryKeyConstraint("ruling_id", "member_id", name=op.f("pk_ruling_decider")),
    )
    op.create_index(op.f("ix_ruling_decider_member_id"), "ruling_decider", ["member_id"])


def _make_ruling_effect() -> None:
    op.create_table(
        "ruling_effect",
        sa.Column("ruling_id", sa.Integer(), nullable=False),
        sa.Column(
            "effect",
            sa.Enum(
                "no notes",
                "no proposals",
                "no patterns",
                "not in series",
                "no contact",
                "reading only",
                "no account",
                name="effect",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["ruling_id"], ["ruling.id"], name=op.f("fk_ruling_effect_ruling_id_ruling")
        ),
        sa.PrimaryKeyConstraint("ruling_id", "effect", name=op.f("pk_ruling_effect")),
    )


def _make_ruling_end() -> None:
    op.create_table(
        "ruling_end",
        sa.Column("ruling_id", sa.Integer(), nullable=False),
        sa.Column("replaced_by_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["replaced_by_id"], ["ruling.id"], name=op.f("fk_ruling_end_replaced_by_id_ruling")
        ),
        sa.ForeignKeyConstraint(
            ["ruling_id"], ["ruling.id"], name=op.f("fk_ruling_end_ruling_id_ruling")
        ),
        sa.PrimaryKeyConstraint("ruling_id", name=op.f("pk_ruling_end")),
    )


def _make_ruling_made() -> None:
    op.create_table(
        "ruling_made",
        sa.Column("ruling_id", sa.Integer(), nullable=False),
        sa.Column("without_conflict", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["ruling_id"], ["ruling.id"], name=op.f("fk_ruling_made_ruling_id_ruling")
        ),
        sa.PrimaryKeyConstraint("ruling_id", name=op.f("pk_ruling_made")),
    )


def _make_ruling_notice() -> None:
    op.create_table(
        "ruling_notice",
        sa.Column("ruling_id", sa.Integer(), nullable=False),
        sa.Column("read_by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["read_by_id"], ["member.id"], name=op.f("fk_ruling_notice_read_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["ruling_id"], ["ruling.id"], name=op.f("fk_ruling_notice_ruling_id_ruling")
        ),
        sa.PrimaryKeyConstraint("ruling_id", name=op.f("pk_ruling_notice")),
    )
    op.create_index(op.f("ix_ruling_notice_read_by_id"), "ruling_notice", ["read_by_id"])


def _make_appeal_hearer() -> None:
    op.create_table(
        "appeal_hearer",
        sa.Column("appeal_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["appeal_id"], ["appeal.id"], name=op.f("fk_appeal_hearer_appeal_id_appeal")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_appeal_hearer_member_id_member")
        ),
        sa.PrimaryKeyConstraint("appeal_id", "member_id", name=op.f("pk_appeal_hearer")),
    )
    op.create_index(op.f("ix_appeal_hearer_member_id"), "appeal_hearer", ["member_id"])


def _make_appeal_outcome() -> None:
    op.create_table(
        "appeal_outcome",
        sa.Column("appeal_id", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "upheld",
                "reduced",
                "withdrawn",
                "increased",
                "sent back",
                name="appeal_outcome",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("ruling_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["appeal_id"], ["appeal.id"], name=op.f("fk_appeal_outcome_appeal_id_appeal")
        ),
        sa.ForeignKeyConstraint(
            ["ruling_id"], ["ruling.id"], name=op.f("fk_appeal_outcome_ruling_id_ruling")
        ),
        sa.PrimaryKeyConstraint("appeal_id", name=op.f("pk_appeal_outcome")),
    )


def _make_ruling_measure() -> None:
    op.create_table(
        "ruling_measure",
        sa.Column("ruling_id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["measure_id"], ["measure.id"], name=op.f("fk_ruling_measure_measure_id_measure")
        ),
        sa.ForeignKeyConstraint(
            ["ruling_id"], ["ruling.id"], name=op.f("fk_ruling_measure_ruling_id_ruling")
        ),
        sa.PrimaryKeyConstraint("ruling_id", name=op.f("pk_ruling_measure")),
        sa.UniqueConstraint("measure_id", name=op.f("uq_ruling_measure_measure_id")),
    )


def _watch(name: str, table: str, action: str, when: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {action} ON {table} WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, '{name}'); END"
        )
        return
    result = "OLD" if action == "DELETE" else "NEW"
    op.execute(
        f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {when} THEN
                RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation',
                    CONSTRAINT = '{name}', TABLE = '{table}';
            END IF;
            RETURN {result};
        END $$
        """
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {action} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )
