"""Keep what is begun in any form in one table: what was chosen, a kind for one, stands beside."""

# The statements are put together of what stands here alone.
# ruff: noqa: S608

import sqlalchemy as sa
from alembic import op

revision = "0107"
down_revision = "0106"
branch_labels = None
depends_on = None

_KINDS = ("note", "question", "decision", "action")
_LATER = ("evidence", "caution", "adaptation", "translation", "quote")
_NOTES = "place LIKE 'on %' OR place LIKE 'answer %' OR place LIKE 'change %'"


def upgrade() -> None:
    _make("draft")
    if op.get_bind().dialect.name == "sqlite":
        beside = "json_set(beside, '$.kind', note_kind)"
    else:
        beside = "(beside::jsonb || jsonb_build_object('kind', note_kind))::json"
    op.execute(
        "INSERT INTO draft (member_id, place, text_source, beside, base, at)"
        f" SELECT member_id, place, text_source, {beside}, base, at FROM note_draft"
    )
    op.drop_table("note_draft")


def downgrade() -> None:
    how = {"name": "kind", "native_enum": False, "create_constraint": True, "length": 20}
    kinds = sa.Enum(*_KINDS, *_LATER, **how)
    _make("note_draft", sa.Column("note_kind", kinds, nullable=False))
    if op.get_bind().dialect.name == "sqlite":
        kind, beside = "json_extract(beside, '$.kind')", "json_remove(beside, '$.kind')"
    else:
        kind, beside = "beside->>'kind'", "(beside::jsonb - 'kind')::json"
    op.execute(
        "INSERT INTO note_draft (member_id, place, text_source, note_kind, beside, base, at)"
        f" SELECT member_id, place, text_source, coalesce({kind}, 'note'), {beside}, base, at"
        f" FROM draft WHERE {_NOTES}"
    )
    op.drop_table("draft")


def _make(table: str, *columns: sa.Column[str]) -> None:
    op.create_table(
        table,
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=60), nullable=False),
        sa.Column("text_source", sa.Text(), nullable=False),
        *columns,
        sa.Column("beside", sa.JSON(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f(f"fk_{table}_member_id_member")
        ),
        sa.PrimaryKeyConstraint("member_id", "place", name=op.f(f"pk_{table}")),
    )
