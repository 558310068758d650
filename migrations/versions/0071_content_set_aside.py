"""Make the tables of content that is set aside under the code, and of appeals against that."""

import sqlalchemy as sa
from alembic import op

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "content_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column(
            "about",
            sa.Enum(
                "note",
                "item",
                "pattern",
                "use",
                name="content",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "hidden",
                "removed",
                "purged",
                name="standing",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("clause_key", sa.String(length=40), nullable=False),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(state = 'purged') = (digest <> '')", name=op.f("ck_content_state_digest_of_purged")
        ),
        sa.CheckConstraint(
            "state <> 'purged' OR ended_at IS NULL", name=op.f("ck_content_state_purged_for_ever")
        ),
        sa.CheckConstraint(
            "state <> 'purged' OR kept = ''", name=op.f("ck_content_state_purged_keeps_nothing")
        ),
        sa.CheckConstraint("why <> ''", name=op.f("ck_content_state_why")),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by_id IS NULL)", name=op.f("ck_content_state_ended_by")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_content_state_author_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["member.id"], name=op.f("fk_content_state_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["member.id"], name=op.f("fk_content_state_ended_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["version_id", "clause_key"],
            ["code_clause.version_id", "code_clause.key"],
            name="fk_content_state_clause",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_state")),
        sa.UniqueConstraint("id", "by_id", name=op.f("uq_content_state_id_by_id")),
        sa.UniqueConstraint("key", name=op.f("uq_content_state_key")),
    )
    op.create_index(
        op.f("ix_content_state_author_id"), "content_state", ["author_id"], unique=False
    )
    op.create_index(op.f("ix_content_state_by_id"), "content_state", ["by_id"], unique=False)
    op.create_index(
        "uq_content_state_standing",
        "content_state",
        ["about", "subject_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "content_appeal",
        sa.Column("state_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("set_aside_by_id", sa.Integer(), nullable=False),
        sa.Column("words_source", sa.Text(), nullable=False),
        sa.Column("words_html", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "upheld",
                "brought back",
                name="heard",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("heard_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(outcome IS NULL) = (heard_at IS NULL)", name=op.f("ck_content_appeal_heard_at")
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (heard_by_id IS NULL)", name=op.f("ck_content_appeal_heard_by")
        ),
        sa.CheckConstraint(
            "heard_by_id <> set_aside_by_id", name=op.f("ck_content_appeal_heard_by_another")
        ),
        sa.ForeignKeyConstraint(
            ["heard_by_id"], ["member.id"], name=op.f("fk_content_appeal_heard_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["state_id", "set_aside_by_id"],
            ["content_state.id", "content_state.by_id"],
            name="fk_content_appeal_state",
        ),
        sa.PrimaryKeyConstraint("state_id", name=op.f("pk_content_appeal")),
    )
    op.create_index(
        op.f("ix_content_appeal_heard_by_id"), "content_appeal", ["heard_by_id"], unique=False
    )


def downgrade() -> None:
    op.drop_table("content_appeal")
    op.drop_table("content_state")
