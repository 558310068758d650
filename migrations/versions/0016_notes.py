"""Make the tables of threads, notes, decisions and actions."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade():

    op.create_table(
        "thread",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("about", sa.String(length=20), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread")),
        sa.UniqueConstraint("key", name=op.f("uq_thread_key")),
    )
    op.create_table(
        "thread_mute",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_thread_mute_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["thread.id"], name=op.f("fk_thread_mute_thread_id_thread")
        ),
        sa.PrimaryKeyConstraint("person_id", "thread_id", name=op.f("pk_thread_mute")),
    )
    op.create_table(
        "call_thread",
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_call_thread_call_id_call")),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["thread.id"], name=op.f("fk_call_thread_thread_id_thread")
        ),
        sa.PrimaryKeyConstraint("call_id", name=op.f("pk_call_thread")),
        sa.UniqueConstraint("thread_id", name=op.f("uq_call_thread_thread_id")),
    )
    op.create_table(
        "note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("root_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("note_kind", _kind(), nullable=False),
        sa.Column("text_source", sa.Text(), nullable=False),
        sa.Column("text_html", sa.Text(), nullable=False),
        sa.Column("text_policy", sa.Integer(), nullable=False),
        sa.Column("disclosure_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(parent_id IS NULL) = (root_id IS NULL)", name=op.f("ck_note_root_of_reply")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"], name=op.f("fk_note_by_id_member")),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["member.id"], name=op.f("fk_note_changed_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["disclosure_id"], ["disclosure.id"], name=op.f("fk_note_disclosure_id_disclosure")
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["note.id"], name=op.f("fk_note_parent_id_note")),
        sa.ForeignKeyConstraint(["root_id"], ["note.id"], name=op.f("fk_note_root_id_note")),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["thread.id"], name=op.f("fk_note_thread_id_thread")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
        sa.UniqueConstraint("key", name=op.f("uq_note_key")),
    )
    op.create_index(op.f("ix_note_by_id_made_at"), "note", ["by_id", "made_at"])
    op.create_index(op.f("ix_note_parent_id"), "note", ["parent_id"])
    op.create_index(op.f("ix_note_root_id"), "note", ["root_id"])
    op.create_index(op.f("ix_note_thread_id_root_id_id"), "note", ["thread_id", "root_id", "id"])
    op.create_table(
        "note_draft",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=60), nullable=False),
        sa.Column("text_source", sa.Text(), nullable=False),
        sa.Column("note_kind", _kind(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_note_draft_member_id_member")
        ),
        sa.PrimaryKeyConstraint("member_id", "place", name=op.f("pk_note_draft")),
    )
    op.create_table(
        "action",
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_action_call_id_call")),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name=op.f("fk_action_note_id_note")),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["member.id"], name=op.f("fk_action_owner_id_member")
        ),
        sa.PrimaryKeyConstraint("note_id", name=op.f("pk_action")),
    )
    op.create_index(op.f("ix_action_call_id"), "action", ["call_id"])
    op.create_index(op.f("ix_action_owner_id"), "action", ["owner_id"])
    op.create_table(
        "decision",
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_decision_call_id_call")),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name=op.f("fk_decision_note_id_note")),
        sa.PrimaryKeyConstraint("note_id", name=op.f("pk_decision")),
    )
    op.create_index(op.f("ix_decision_call_id"), "decision", ["call_id"])
    op.create_table(
        "note_mention",
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_note_mention_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["note_id"], ["note.id"], name=op.f("fk_note_mention_note_id_note")
        ),
        sa.PrimaryKeyConstraint("note_id", "member_id", name=op.f("pk_note_mention")),
    )
    op.create_index(op.f("ix_note_mention_member_id"), "note_mention", ["member_id"])
    op.create_table(
        "note_removal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["member.id"], name=op.f("fk_note_removal_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["note_id"], ["note.id"], name=op.f("fk_note_removal_note_id_note")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["member.id"], name=op.f("fk_note_removal_withdrawn_by_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_removal")),
    )
    op.create_index(op.f("ix_note_removal_by_id"), "note_removal", ["by_id"])
    op.create_index(
        "uq_note_removal_standing",
        "note_removal",
        ["note_id"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_table(
        "note_revision",
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("note_kind", _kind(), nullable=False),
        sa.Column("text_source", sa.Text(), nullable=False),
        sa.Column("disclosure_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["member.id"], name=op.f("fk_note_revision_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["disclosure_id"],
            ["disclosure.id"],
            name=op.f("fk_note_revision_disclosure_id_disclosure"),
        ),
        sa.ForeignKeyConstraint(
            ["note_id"], ["note.id"], name=op.f("fk_note_revision_note_id_note")
        ),
        sa.PrimaryKeyConstraint("note_id", "number", name=op.f("pk_note_revision")),
    )
    op.create_index(op.f("ix_note_revision_by_id"), "note_revision", ["by_id"])
    op.create_table(
        "completion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("how", sa.String(length=300), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"], name=op.f("fk_completion_by_id_member")),
        sa.ForeignKeyConstraint(
            ["note_id"], ["action.note_id"], name=op.f("fk_completion_note_id_action")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["member.id"], name=op.f("fk_completion_withdrawn_by_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_completion")),
    )
    op.create_index(op.f("ix_completion_by_id"), "completion", ["by_id"])
    op.create_index(
        "uq_completion_standing",
        "completion",
        ["note_id"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )


def downgrade():
    for table in (
        "completion",
        "note_revision",
        "note_removal",
        "note_mention",
        "decision",
        "action",
        "note_draft",
        "note",
        "call_thread",
        "thread_mute",
        "thread",
    ):
        op.drop_table(table)


def _kind():
    return sa.Enum(
        "note",
        "question",
        "decision",
        "action",
        name="kind",
        native_enum=False,
        create_constraint=True,
        length=20,
    )
