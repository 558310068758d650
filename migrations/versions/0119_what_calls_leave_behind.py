"""Keep who facilitated a call whose record is published, and how many voted in another place."""

import sqlalchemy as sa
from alembic import op

revision = "0119"
down_revision = "0118"
branch_labels = None
depends_on = None

# Who held it while it was on; where nobody did, who held it when its record was published.
_HELD = """
INSERT INTO record_facilitator (call_id, member_id, place)
SELECT found.call_id, found.member_id,
       row_number() OVER (PARTITION BY found.call_id ORDER BY found.since, found.member_id) - 1
FROM (
    SELECT told.call_id, ownership.member_id, min(ownership.since) AS since
    FROM (
        SELECT record_publication.call_id, record_publication.at, call.series_id,
               min(sitting.starts_at) AS begins, max(sitting.ends_at) AS ends
        FROM record_publication
        JOIN call ON call.id = record_publication.call_id
        LEFT JOIN sitting ON sitting.call_id = call.id
        WHERE record_publication.withdrawn_at IS NULL
        GROUP BY record_publication.call_id, record_publication.at, call.series_id
    ) AS told
    JOIN ownership ON ownership.series_id = told.series_id
        OR (told.series_id IS NULL AND ownership.call_id = told.call_id)
    WHERE {when}
    GROUP BY told.call_id, ownership.member_id
) AS found
"""
_WHILE_ON = (
    "ownership.since <= told.ends"
    " AND (ownership.ended_at IS NULL OR ownership.ended_at > told.begins)"
)
_AS_PUBLISHED = (
    "ownership.since <= told.at AND (ownership.ended_at IS NULL OR ownership.ended_at > told.at)"
    " AND told.call_id NOT IN (SELECT call_id FROM record_facilitator)"
)


def upgrade() -> None:
    op.create_table(
        "record_facilitator",
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id"], ["call.id"], name=op.f("fk_record_facilitator_call_id_call")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_record_facilitator_member_id_member")
        ),
        sa.PrimaryKeyConstraint("call_id", "member_id", name=op.f("pk_record_facilitator")),
    )
    op.create_index(op.f("ix_record_facilitator_member_id"), "record_facilitator", ["member_id"])
    op.create_table(
        "brought_votes",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.Column("joiners", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "joiners >= 0 AND votes >= joiners", name=op.f("ck_brought_votes_numbers")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_brought_votes_item_id_agenda_item")
        ),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_brought_votes")),
    )
    for when in (_WHILE_ON, _AS_PUBLISHED):
        op.execute(_HELD.format(when=when))


def downgrade() -> None:
    op.drop_table("brought_votes")
    op.drop_table("record_facilitator")
