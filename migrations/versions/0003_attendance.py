"""Make the tables for attendance."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "follow",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_follow_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_follow_series_id_series")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow")),
        sa.UniqueConstraint("series_id", "person_id", name=op.f("uq_follow_series_id_person_id")),
    )
    op.create_index(op.f("ix_follow_person_id"), "follow", ["person_id"], unique=False)
    op.create_table(
        "series_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "going",
                "maybe",
                "cannot",
                "waiting",
                name="answer",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("shows_name", sa.Boolean(), nullable=False),
        sa.Column("access_needs", sa.String(length=1000), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("answer <> 'waiting'", name=op.f("ck_series_answer_not_waiting")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_series_answer_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_series_answer_series_id_series")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series_answer")),
        sa.UniqueConstraint(
            "series_id",
            "person_id",
            "position",
            name=op.f("uq_series_answer_series_id_person_id_position"),
        ),
    )
    op.create_index(
        op.f("ix_series_answer_person_id"), "series_answer", ["person_id"], unique=False
    )
    op.create_table(
        "rsvp",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "going",
                "maybe",
                "cannot",
                "waiting",
                name="answer",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_series", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("access_needs", sa.String(length=1000), nullable=False),
        sa.Column("shows_name", sa.Boolean(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(answer = 'waiting') = (waiting_since IS NOT NULL)", name=op.f("ck_rsvp_waiting_since")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_rsvp_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sitting.id"], name=op.f("fk_rsvp_sitting_id_sitting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rsvp")),
        sa.UniqueConstraint("sitting_id", "person_id", name=op.f("uq_rsvp_sitting_id_person_id")),
    )
    op.create_index(op.f("ix_rsvp_person_id"), "rsvp", ["person_id"], unique=False)
    op.create_index(
        op.f("ix_rsvp_sitting_id_answer_waiting_since"),
        "rsvp",
        ["sitting_id", "answer", "waiting_since"],
        unique=False,
    )
    op.create_table(
        "offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rsvp_id", sa.Integer(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "accepted",
                "declined",
                "expired",
                "withdrawn",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (closed_at IS NULL)", name=op.f("ck_offer_closed_when")
        ),
        sa.ForeignKeyConstraint(["rsvp_id"], ["rsvp.id"], name=op.f("fk_offer_rsvp_id_rsvp")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
    )
    op.create_index(
        op.f("ix_offer_closed_at_expires_at"), "offer", ["closed_at", "expires_at"], unique=False
    )
    op.create_index(
        "uq_offer_open",
        "offer",
        ["rsvp_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_offer_open",
        table_name="offer",
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.drop_index(op.f("ix_offer_closed_at_expires_at"), table_name="offer")
    op.drop_table("offer")
    op.drop_index(op.f("ix_rsvp_sitting_id_answer_waiting_since"), table_name="rsvp")
    op.drop_index(op.f("ix_rsvp_person_id"), table_name="rsvp")
    op.drop_table("rsvp")
    op.drop_index(op.f("ix_series_answer_person_id"), table_name="series_answer")
    op.drop_table("series_answer")
    op.drop_index(op.f("ix_follow_person_id"), table_name="follow")
    op.drop_table("follow")
