"""Keep what is known of calls that were held in another place: who was there, what became of
corrections, and what was said looking back, by whom nobody knows.
"""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

_SAYS = "worked <> '' OR differently <> ''"
_NAME = "ck_look_back_says_something"


def upgrade() -> None:
    op.create_table(
        "record_tally",
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("unnamed", sa.Integer(), nullable=False),
        sa.Column("corrected", sa.Integer(), nullable=False),
        sa.Column("left_as_is", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "unnamed >= 0 AND corrected >= 0 AND left_as_is >= 0",
            name=op.f("ck_record_tally_numbers"),
        ),
        sa.ForeignKeyConstraint(
            ["call_id"], ["call.id"], name=op.f("fk_record_tally_call_id_call")
        ),
        sa.PrimaryKeyConstraint("call_id", name=op.f("pk_record_tally")),
    )
    op.create_table(
        "record_attendee",
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id"],
            ["record_tally.call_id"],
            name=op.f("fk_record_attendee_call_id_record_tally"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_record_attendee_member_id_member")
        ),
        sa.PrimaryKeyConstraint("call_id", "member_id", name=op.f("pk_record_attendee")),
    )
    op.create_index(op.f("ix_record_attendee_member_id"), "record_attendee", ["member_id"])
    _let_nobody_say_it(is_known=False)


def downgrade() -> None:
    op.execute(
        "DELETE FROM look_back_removal WHERE look_back_id IN"
        " (SELECT id FROM look_back WHERE member_id IS NULL)"
    )
    op.execute("DELETE FROM look_back WHERE member_id IS NULL")
    _let_nobody_say_it(is_known=True)
    op.drop_table("record_attendee")
    op.drop_table("record_tally")


def _let_nobody_say_it(*, is_known: bool) -> None:
    """Whether it is known of everything that was said by whom it was."""
    says = _SAYS if is_known else f"{_SAYS} OR member_id IS NULL"
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f(_NAME), "look_back", type_="check")
        op.create_check_constraint(op.f(_NAME), "look_back", says)
        op.alter_column("look_back", "member_id", existing_type=sa.Integer(), nullable=not is_known)
        return
    table = _look_back(says, is_known=is_known)
    with op.batch_alter_table("look_back", recreate="always", copy_from=table):
        pass


def _look_back(says: str, *, is_known: bool) -> sa.Table:
    return sa.Table(
        "look_back",
        sa.MetaData(),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(16), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=not is_known),
        sa.Column("worked", sa.String(1000), nullable=False),
        sa.Column("differently", sa.String(1000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(says, name=op.f(_NAME)),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_look_back_call_id_call")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_look_back_member_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look_back")),
        sa.UniqueConstraint("key", name=op.f("uq_look_back_key")),
        sa.UniqueConstraint("call_id", "member_id", name=op.f("uq_look_back_call_id_member_id")),
        sa.Index(op.f("ix_look_back_member_id"), "member_id"),
    )
