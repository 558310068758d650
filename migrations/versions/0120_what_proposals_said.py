"""Keep what proposals said while everybody read them, and whence what guests proposed has come; in
templates, nothing that is off the record.

What was taken out of templates does not come back.
"""

import sqlalchemy as sa
from alembic import op

revision = "0120"
down_revision = "0119"
branch_labels = None
depends_on = None

_TEXTS = ("body", "people", "business")


def upgrade() -> None:
    op.create_table(
        "proposal_words",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=150), nullable=False),
        *(
            sa.Column(f"{text}_{form}", sa.Text(), nullable=False)
            for text in _TEXTS
            for form in ("source", "html")
        ),
        sa.Column("text_policy", sa.Integer(), nullable=False),
        sa.Column("item_kind", sa.String(length=20), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("disclosure_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("minutes BETWEEN 1 AND 480", name=op.f("ck_proposal_words_minutes")),
        sa.CheckConstraint(
            "item_kind IN ('inform', 'discuss', 'decide', 'check-in')",
            name=op.f("ck_proposal_words_itemkind"),
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_proposal_words_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(
            ["disclosure_id"],
            ["disclosure.id"],
            name=op.f("fk_proposal_words_disclosure_id_disclosure"),
        ),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_proposal_words")),
    )
    op.create_index(op.f("ix_proposal_words_disclosure_id"), "proposal_words", ["disclosure_id"])
    op.execute(  # in words: both databases add a column with what it refers to
        "ALTER TABLE guest_proposal ADD COLUMN came_from_id INTEGER"
        f" CONSTRAINT {op.f('fk_guest_proposal_came_from_id_call')} REFERENCES call (id)"
    )
    op.execute(
        "UPDATE agenda_template_item SET title = 'Off the record', body = '', for_people = '',"
        " for_business = '', item_kind = 'discuss', disclosure_id = NULL WHERE is_off_record"
    )


def downgrade() -> None:
    op.drop_column("guest_proposal", "came_from_id")
    op.drop_table("proposal_words")
