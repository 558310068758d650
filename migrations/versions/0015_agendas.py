"""Make the tables for agendas: their items, where those stand, who leads them, who votes."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_STANDING = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "agenda",
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_agenda_call_id_call")),
        sa.PrimaryKeyConstraint("call_id", name=op.f("pk_agenda")),
    )
    _make_items()
    _make_states()
    _make_owners_and_votes()


def downgrade() -> None:
    op.drop_table("agenda_vote")
    op.drop_table("agenda_item_owner")
    op.drop_table("agenda_item_state")
    op.drop_table("agenda_item")
    op.drop_table("agenda")


def _make_items() -> None:
    kind = sa.Enum(
        "inform",
        "discuss",
        "decide",
        "check-in",
        name="itemkind",
        native_enum=False,
        create_constraint=True,
        length=20,
    )
    op.create_table(
        "agenda_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=150), nullable=False),
        sa.Column("body_source", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("people_source", sa.Text(), nullable=False),
        sa.Column("people_html", sa.Text(), nullable=False),
        sa.Column("business_source", sa.Text(), nullable=False),
        sa.Column("business_html", sa.Text(), nullable=False),
        sa.Column("text_policy", sa.Integer(), nullable=False),
        sa.Column("item_kind", kind, nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("is_off_record", sa.Boolean(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("minutes BETWEEN 1 AND 480", name=op.f("ck_agenda_item_minutes")),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_agenda_item_call_id_call")),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["member.id"], name=op.f("fk_agenda_item_proposed_by_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
    )
    op.create_index(op.f("ix_agenda_item_call_id"), "agenda_item", ["call_id"])
    op.create_index(op.f("ix_agenda_item_proposed_by_id"), "agenda_item", ["proposed_by_id"])


def _make_states() -> None:
    state = sa.Enum(
        "proposed",
        "accepted",
        "declined",
        "discussed",
        "parked",
        "withdrawn",
        name="state",
        native_enum=False,
        create_constraint=True,
        length=20,
    )
    op.create_table(
        "agenda_item_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("state", state, nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state <> 'declined' OR why <> ''", name=op.f("ck_agenda_item_state_declined_why")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_agenda_item_state_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["member.id"], name=op.f("fk_agenda_item_state_by_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item_state")),
    )
    op.create_index(op.f("ix_agenda_item_state_item_id"), "agenda_item_state", ["item_id"])
    op.create_index(op.f("ix_agenda_item_state_by_id"), "agenda_item_state", ["by_id"])
    op.create_index(
        "uq_agenda_item_state_standing",
        "agenda_item_state",
        ["item_id"],
        unique=True,
        sqlite_where=_STANDING,
        postgresql_where=_STANDING,
    )


def _make_owners_and_votes() -> None:
    op.create_table(
        "agenda_item_owner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_agenda_item_owner_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_agenda_item_owner_member_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item_owner")),
        sa.UniqueConstraint(
            "item_id", "member_id", name=op.f("uq_agenda_item_owner_item_id_member_id")
        ),
    )
    op.create_index(op.f("ix_agenda_item_owner_member_id"), "agenda_item_owner", ["member_id"])
    op.create_table(
        "agenda_vote",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("would_join", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_agenda_vote_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_agenda_vote_member_id_member")
        ),
        sa.PrimaryKeyConstraint("item_id", "member_id", name=op.f("pk_agenda_vote")),
    )
    op.create_index(op.f("ix_agenda_vote_member_id"), "agenda_vote", ["member_id"])
