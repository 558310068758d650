"""Make the tables of cases: where they stand, who can take them, and what is said.

Triggers hold that a conflict of interest stays one, and that what goes to the person a case is
about is read by somebody who did not write it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

# name → table, action, when it is refused: its name is the promise
_WATCHED = {
    "case_message_read_by_another": (
        "case_message_reading",
        "INSERT",
        "NEW.by_id = (SELECT by_id FROM case_message WHERE id = NEW.message_id)",
    ),
    "case_conflict_stays": (
        "case_answer",
        "UPDATE",
        "OLD.answer = 'conflict' AND NEW.answer <> 'conflict'",
    ),
}


def upgrade() -> None:
    _make_conduct_case()
    _make_case_answer()
    _make_case_check()
    _make_case_holder()
    _make_case_state()
    _make_responder_leave()
    _make_case_message()
    _make_case_report()
    _make_case_message_reading()

    for name, (table, action, when) in _WATCHED.items():
        _watch(name, table, action, when)


def downgrade() -> None:

    for name, (table, *_) in _WATCHED.items():
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER {name}")
        else:
            op.execute(f"DROP TRIGGER {name} ON {table}")
            op.execute(f"DROP FUNCTION {name}()")
    op.drop_table("case_message_reading")
    op.drop_table("case_report")
    op.drop_table("case_message")
    op.drop_table("responder_leave")
    op.drop_table("case_state")
    op.drop_table("case_holder")
    op.drop_table("case_check")
    op.drop_table("case_answer")
    op.drop_table("conduct_case")


def _make_conduct_case() -> None:
    op.create_table(
        "conduct_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conduct_case")),
        sa.UniqueConstraint("key", name=op.f("uq_conduct_case_key")),
        sa.UniqueConstraint("name", name=op.f("uq_conduct_case_name")),
    )


def _make_case_answer() -> None:
    op.create_table(
        "case_answer",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "can",
                "conflict",
                name="case_answer",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["conduct_case.id"], name=op.f("fk_case_answer_case_id_conduct_case")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_case_answer_member_id_member")
        ),
        sa.PrimaryKeyConstraint("case_id", "member_id", name=op.f("pk_case_answer")),
    )
    op.create_index(op.f("ix_case_answer_member_id"), "case_answer", ["member_id"])


def _make_case_check() -> None:
    op.create_table(
        "case_check",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "step",
            sa.Enum(
                "safe now",
                "context",
                "heard reporter",
                "heard reported",
                "earlier cases",
                "reasons",
                "told reporter",
                "follow up",
                name="step",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"], name=op.f("fk_case_check_by_id_member")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["conduct_case.id"], name=op.f("fk_case_check_case_id_conduct_case")
        ),
        sa.PrimaryKeyConstraint("case_id", "step", name=op.f("pk_case_check")),
    )
    op.create_index(op.f("ix_case_check_by_id"), "case_check", ["by_id"])


def _make_case_holder() -> None:
    op.create_table(
        "case_holder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["conduct_case.id"], name=op.f("fk_case_holder_case_id_conduct_case")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_case_holder_member_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_holder")),
    )
    op.create_index(op.f("ix_case_holder_case_id"), "case_holder", ["case_id"])
    op.create_index(op.f("ix_case_holder_member_id"), "case_holder", ["member_id"])
    op.create_index(
        "uq_case_holder_standing",
        "case_holder",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def _make_case_state() -> None:
    op.create_table(
        "case_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "received",
                "acknowledged",
                "triage",
                "investigating",
                "asked for more",
                "redirected",
                "proposed",
                "decided",
                "notified",
                "in force",
                "followed up",
                "closed",
                "appealed",
                "reopened",
                name="case_state",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"], name=op.f("fk_case_state_by_id_member")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["conduct_case.id"], name=op.f("fk_case_state_case_id_conduct_case")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_state")),
    )
    op.create_index(op.f("ix_case_state_by_id"), "case_state", ["by_id"])
    op.create_index(op.f("ix_case_state_case_id"), "case_state", ["case_id"])
    op.create_index(
        "uq_case_state_standing",
        "case_state",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def _make_responder_leave() -> None:
    op.create_table(
        "responder_leave",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_responder_leave_ends_later")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_responder_leave_member_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_responder_leave")),
        sa.UniqueConstraint(
            "member_id", "starts_at", name=op.f("uq_responder_leave_member_id_starts_at")
        ),
    )


def _make_case_message() -> None:
    op.create_table(
        "case_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "audience",
            sa.Enum(
                "responders",
                "reporter",
                "reported",
                name="audience",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("text_source", sa.Text(), nullable=False),
        sa.Column("text_html", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(audience = 'reported') = (person_id IS NOT NULL)",
            name=op.f("ck_case_message_to_a_person"),
        ),
        sa.CheckConstraint(
            "(audience = 'reporter') = (report_id IS NOT NULL)",
            name=op.f("ck_case_message_to_a_reporter"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["member.id"], name=op.f("fk_case_message_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["conduct_case.id"], name=op.f("fk_case_message_case_id_conduct_case")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_case_message_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_case_message_report_id_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_message")),
    )
    op.create_index(op.f("ix_case_message_by_id"), "case_message", ["by_id"])
    op.create_index(op.f("ix_case_message_case_id"), "case_message", ["case_id"])
    op.create_index(op.f("ix_case_message_person_id"), "case_message", ["person_id"])
    op.create_index(op.f("ix_case_message_report_id"), "case_message", ["report_id"])


def _make_case_report() -> None:
    op.create_table(
        "case_report",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["conduct_case.id"], name=op.f("fk_case_report_case_id_conduct_case")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_case_report_report_id_report")
        ),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_case_report")),
    )
    op.create_index(op.f("ix_case_report_case_id"), "case_report", ["case_id"])


def _make_case_message_reading() -> None:
    op.create_table(
        "case_message_reading",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["member.id"], name=op.f("fk_case_message_reading_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["case_message.id"],
            name=op.f("fk_case_message_reading_message_id_case_message"),
        ),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_case_message_reading")),
    )
    op.create_index(op.f("ix_case_message_reading_by_id"), "case_message_reading", ["by_id"])


def _watch(name: str, table: str, action: str, when: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {action} ON {table} WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, '{name}'); END"
        )
        return
    op.execute(
        f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {when} THEN
                RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation',
                    CONSTRAINT = '{name}', TABLE = '{table}';
            END IF;
            RETURN NEW;
        END $$
        """
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {action} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )
