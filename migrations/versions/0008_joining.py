"""Make the tables for joining by letter and by invitation; let the community say how one joins."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # In one statement, which both engines take: SQLite adds no constraint to a table that is there.
    op.execute(
        "ALTER TABLE community ADD COLUMN joining VARCHAR(20) DEFAULT 'open' NOT NULL "
        "CONSTRAINT ck_community_joining CHECK (joining IN ('open', 'invitation', 'closed'))"
    )
    op.create_table(
        "join_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("most_uses", sa.Integer(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("uses <= most_uses", name=op.f("ck_join_invitation_enough")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["member.id"], name=op.f("fk_join_invitation_by_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_join_invitation_token_hash")),
    )
    op.create_index(op.f("ix_join_invitation_by_id"), "join_invitation", ["by_id"])
    op.create_table(
        "welcome",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"], name=op.f("fk_welcome_by_id_member")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_welcome_member_id_member")
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_welcome")),
    )
    op.create_index(op.f("ix_welcome_by_id"), "welcome", ["by_id"])
    _create_sign_ups()


def downgrade() -> None:
    op.drop_table("sign_up")
    op.drop_table("welcome")
    op.drop_table("join_invitation")
    op.drop_column("community", "joining")


def _create_sign_ups() -> None:
    op.create_table(
        "sign_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=True),
        sa.Column("leads_to", sa.String(length=400), nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=True),
        sa.Column("invitation_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["join_invitation.id"],
            name=op.f("fk_sign_up_invitation_id_join_invitation"),
        ),
        sa.ForeignKeyConstraint(
            ["link_id"], ["mailed_link.id"], name=op.f("fk_sign_up_link_id_mailed_link")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_up")),
        sa.UniqueConstraint("link_id", name=op.f("uq_sign_up_link_id")),
    )
    op.create_index(op.f("ix_sign_up_email_key"), "sign_up", ["email_key"])
