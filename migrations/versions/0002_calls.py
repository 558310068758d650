"""Make the tables for calls."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=150), nullable=False),
        sa.Column("description_source", sa.Text(), nullable=False),
        sa.Column("description_html", sa.Text(), nullable=False),
        sa.Column(
            "visibility",
            sa.Enum(
                "public",
                "members",
                "link",
                name="visibility",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "recording",
            sa.Enum(
                "not recorded",
                "recorded",
                "parts",
                name="recording",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "note_takers",
            sa.Enum(
                "welcome",
                "ask first",
                "not allowed",
                name="notetakers",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("captions", sa.String(length=150), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
        sa.UniqueConstraint("slug", name=op.f("uq_series_slug")),
    )
    op.create_table(
        "topic",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic")),
        sa.UniqueConstraint("slug", name=op.f("uq_topic_slug")),
    )
    op.create_table(
        "call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=140), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("rule_date", sa.Date(), nullable=True),
        sa.Column("title", sa.String(length=150), nullable=True),
        sa.Column("description_source", sa.Text(), nullable=True),
        sa.Column("description_html", sa.Text(), nullable=True),
        sa.Column(
            "visibility",
            sa.Enum(
                "public",
                "members",
                "link",
                name="visibility",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column(
            "recording",
            sa.Enum(
                "not recorded",
                "recorded",
                "parts",
                name="recording",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column(
            "note_takers",
            sa.Enum(
                "welcome",
                "ask first",
                "not allowed",
                name="notetakers",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("language", sa.String(length=35), nullable=True),
        sa.Column("captions", sa.String(length=150), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "series_id IS NOT NULL OR (title IS NOT NULL AND visibility IS NOT NULL"
            " AND recording IS NOT NULL AND note_takers IS NOT NULL AND language IS NOT NULL)",
            name=op.f("ck_call_complete"),
        ),
        sa.CheckConstraint(
            "series_id IS NOT NULL OR rule_date IS NULL", name=op.f("ck_call_rule_date_of_series")
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_call_series_id_series")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call")),
        sa.UniqueConstraint("series_id", "rule_date", name=op.f("uq_call_series_id_rule_date")),
        sa.UniqueConstraint("slug", name=op.f("uq_call_slug")),
    )
    op.create_table(
        "recurrence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=300), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("written_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_recurrence_series_id_series")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recurrence")),
        sa.UniqueConstraint(
            "series_id", "starts_on", name=op.f("uq_recurrence_series_id_starts_on")
        ),
    )
    op.create_table(
        "series_topic",
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_series_topic_series_id_series")
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topic.id"], name=op.f("fk_series_topic_topic_id_topic")
        ),
        sa.PrimaryKeyConstraint("series_id", "topic_id", name=op.f("pk_series_topic")),
    )
    op.create_index(op.f("ix_series_topic_topic_id"), "series_topic", ["topic_id"], unique=False)
    op.create_table(
        "call_topic",
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_call_topic_call_id_call")),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topic.id"], name=op.f("fk_call_topic_topic_id_topic")
        ),
        sa.PrimaryKeyConstraint("call_id", "topic_id", name=op.f("pk_call_topic")),
    )
    op.create_index(op.f("ix_call_topic_topic_id"), "call_topic", ["topic_id"], unique=False)
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("call_id", sa.Integer(), nullable=True),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hands_over", sa.Boolean(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "accepted",
                "declined",
                "withdrawn",
                name="invitationanswer",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_invitation_answered_when")
        ),
        sa.CheckConstraint(
            "(series_id IS NULL) <> (call_id IS NULL)", name=op.f("ck_invitation_one_subject")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"], name=op.f("fk_invitation_by_id_member")),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_invitation_call_id_call")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_invitation_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_invitation_series_id_series")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
    )
    op.create_index("ix_invitation_member_id", "invitation", ["member_id"], unique=False)
    op.create_index(
        "uq_invitation_call",
        "invitation",
        ["call_id", "member_id"],
        unique=True,
        sqlite_where=sa.text("answered_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.create_index(
        "uq_invitation_series",
        "invitation",
        ["series_id", "member_id"],
        unique=True,
        sqlite_where=sa.text("answered_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.create_table(
        "ownership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("call_id", sa.Integer(), nullable=True),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(series_id IS NULL) <> (call_id IS NULL)", name=op.f("ck_ownership_one_subject")
        ),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_ownership_call_id_call")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_ownership_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_ownership_series_id_series")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ownership")),
    )
    op.create_index("ix_ownership_member_id", "ownership", ["member_id"], unique=False)
    op.create_index(
        "uq_ownership_call",
        "ownership",
        ["call_id", "member_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "uq_ownership_series",
        "ownership",
        ["series_id", "member_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "removal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("call_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(series_id IS NULL) <> (call_id IS NULL)", name=op.f("ck_removal_one_subject")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"], name=op.f("fk_removal_by_id_member")),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_removal_call_id_call")),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_removal_series_id_series")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["member.id"], name=op.f("fk_removal_withdrawn_by_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removal")),
    )
    op.create_index(
        "uq_removal_call",
        "removal",
        ["call_id"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_index(
        "uq_removal_series",
        "removal",
        ["series_id"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_table(
        "skipped_date",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recurrence_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["member.id"], name=op.f("fk_skipped_date_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["recurrence_id"],
            ["recurrence.id"],
            name=op.f("fk_skipped_date_recurrence_id_recurrence"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skipped_date")),
        sa.UniqueConstraint("recurrence_id", "day", name=op.f("uq_skipped_date_recurrence_id_day")),
    )
    op.create_table(
        "slot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recurrence_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("time", sa.Time(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("hours_to_accept", sa.Integer(), nullable=True),
        sa.Column("uid", sa.String(length=255), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_slot_capacity")),
        sa.CheckConstraint(
            "hours_to_accept BETWEEN 1 AND 168", name=op.f("ck_slot_hours_to_accept")
        ),
        sa.CheckConstraint("minutes BETWEEN 5 AND 1440", name=op.f("ck_slot_minutes")),
        sa.CheckConstraint("position BETWEEN 0 AND 2", name=op.f("ck_slot_position")),
        sa.ForeignKeyConstraint(
            ["recurrence_id"], ["recurrence.id"], name=op.f("fk_slot_recurrence_id_recurrence")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot")),
        sa.UniqueConstraint(
            "recurrence_id", "position", name=op.f("uq_slot_recurrence_id_position")
        ),
        sa.UniqueConstraint("uid", name=op.f("uq_slot_uid")),
    )
    op.create_table(
        "sitting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("original_start", sa.DateTime(timezone=False), nullable=True),
        sa.Column("local_start", sa.DateTime(timezone=False), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("keeps_time", sa.Boolean(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("hours_to_accept", sa.Integer(), nullable=True),
        sa.Column("uid", sa.String(length=255), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(slot_id IS NULL) = (original_start IS NULL)", name=op.f("ck_sitting_original_of_slot")
        ),
        sa.CheckConstraint(
            "slot_id IS NULL OR NOT keeps_time", name=op.f("ck_sitting_keeps_time_without_slot")
        ),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_slot_capacity")),
        sa.CheckConstraint(
            "hours_to_accept BETWEEN 1 AND 168", name=op.f("ck_slot_hours_to_accept")
        ),
        sa.CheckConstraint("minutes BETWEEN 5 AND 1440", name=op.f("ck_slot_minutes")),
        sa.CheckConstraint("position BETWEEN 0 AND 2", name=op.f("ck_slot_position")),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_sitting_call_id_call")),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name=op.f("fk_sitting_slot_id_slot")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting")),
        sa.UniqueConstraint("call_id", "position", name=op.f("uq_sitting_call_id_position")),
        sa.UniqueConstraint(
            "slot_id", "original_start", name=op.f("uq_sitting_slot_id_original_start")
        ),
        sa.UniqueConstraint("uid", name=op.f("uq_sitting_uid")),
    )
    op.create_index(op.f("ix_sitting_ends_at"), "sitting", ["ends_at"], unique=False)
    op.create_index(op.f("ix_sitting_starts_at"), "sitting", ["starts_at"], unique=False)
    op.create_table(
        "cancellation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("by_change", sa.Boolean(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["member.id"], name=op.f("fk_cancellation_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sitting.id"], name=op.f("fk_cancellation_sitting_id_sitting")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["member.id"], name=op.f("fk_cancellation_withdrawn_by_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cancellation")),
    )
    op.create_index(
        "uq_cancellation_standing",
        "cancellation",
        ["sitting_id"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_table(
        "join_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=True),
        sa.Column("sitting_id", sa.Integer(), nullable=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(slot_id IS NULL) <> (sitting_id IS NULL)", name=op.f("ck_join_link_one_subject")
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["member.id"], name=op.f("fk_join_link_set_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sitting.id"], name=op.f("fk_join_link_sitting_id_sitting")
        ),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name=op.f("fk_join_link_slot_id_slot")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_link")),
        sa.UniqueConstraint("sitting_id", name=op.f("uq_join_link_sitting_id")),
        sa.UniqueConstraint("slot_id", name=op.f("uq_join_link_slot_id")),
    )


def downgrade() -> None:
    op.drop_table("join_link")
    op.drop_index(
        "uq_cancellation_standing",
        table_name="cancellation",
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.drop_table("cancellation")
    op.drop_index(op.f("ix_sitting_starts_at"), table_name="sitting")
    op.drop_index(op.f("ix_sitting_ends_at"), table_name="sitting")
    op.drop_table("sitting")
    op.drop_table("slot")
    op.drop_table("skipped_date")
    op.drop_index(
        "uq_removal_series",
        table_name="removal",
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.drop_index(
        "uq_removal_call",
        table_name="removal",
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.drop_table("removal")
    op.drop_index(
        "uq_ownership_series",
        table_name="ownership",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index(
        "uq_ownership_call",
        table_name="ownership",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index("ix_ownership_member_id", table_name="ownership")
    op.drop_table("ownership")
    op.drop_index(
        "uq_invitation_series",
        table_name="invitation",
        sqlite_where=sa.text("answered_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.drop_index(
        "uq_invitation_call",
        table_name="invitation",
        sqlite_where=sa.text("answered_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.drop_index("ix_invitation_member_id", table_name="invitation")
    op.drop_table("invitation")
    op.drop_index(op.f("ix_call_topic_topic_id"), table_name="call_topic")
    op.drop_table("call_topic")
    op.drop_index(op.f("ix_series_topic_topic_id"), table_name="series_topic")
    op.drop_table("series_topic")
    op.drop_table("recurrence")
    op.drop_table("call")
    op.drop_table("topic")
    op.drop_table("series")
