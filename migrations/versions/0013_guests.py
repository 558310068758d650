"""Make the tables for guests, and for the answers they ask to give."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "guest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_guest_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest")),
        sa.UniqueConstraint("email_key", name=op.f("uq_guest_email_key")),
        sa.UniqueConstraint("person_id", name=op.f("uq_guest_person_id")),
    )
    _create_answers()


def downgrade() -> None:
    op.drop_table("guest_answer")
    op.drop_table("guest")


def _create_answers() -> None:
    answers = sa.Enum(
        "going",
        "maybe",
        "cannot",
        "waiting",
        name="answer",
        native_enum=False,
        create_constraint=True,
        length=20,
    )
    op.create_table(
        "guest_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("answer", answers, nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("access_needs", sa.String(length=1000), nullable=False),
        sa.Column("shows_name", sa.Boolean(), nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(confirmed_at IS NULL) = (person_id IS NULL)",
            name=op.f("ck_guest_answer_confirmed_by"),
        ),
        sa.CheckConstraint("answer <> 'waiting'", name=op.f("ck_guest_answer_not_waiting")),
        sa.ForeignKeyConstraint(
            ["link_id"], ["mailed_link.id"], name=op.f("fk_guest_answer_link_id_mailed_link")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_guest_answer_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sitting.id"], name=op.f("fk_guest_answer_sitting_id_sitting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest_answer")),
        sa.UniqueConstraint("link_id", name=op.f("uq_guest_answer_link_id")),
    )
    for column in ("email_key", "person_id", "sitting_id"):
        op.create_index(op.f(f"ix_guest_answer_{column}"), "guest_answer", [column])
