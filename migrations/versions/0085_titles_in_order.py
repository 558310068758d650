"""Keep titles of patterns as they are looked up and put in order, the same on each engine."""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0085"
down_revision = "0084"
branch_labels = None
depends_on = None
_KEY = sa.String(200).with_variant(sa.String(200, collation="C"), "postgresql")
_PATTERN = sa.table("pattern", sa.column("id"), sa.column("title"), sa.column("title_key"))


def upgrade() -> None:
    column = sa.Column("title_key", _KEY, server_default="", nullable=False)
    op.add_column("pattern", column)
    connection = op.get_bind()
    for number, title in connection.execute(sa.select(_PATTERN.c.id, _PATTERN.c.title)).all():
        one = sa.update(_PATTERN).where(_PATTERN.c.id == number)
        connection.execute(one.values(title_key=_folded(title)))
    op.drop_index(op.f("ix_pattern_stage_title_id"), "pattern")
    op.create_index(op.f("ix_pattern_stage_title_key_id"), "pattern", ["stage", "title_key", "id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_pattern_stage_title_key_id"), "pattern")
    op.create_index(op.f("ix_pattern_stage_title_id"), "pattern", ["stage", "title", "id"])
    op.drop_column("pattern", "title_key")


def _folded(title: str) -> str:
    apart = unicodedata.normalize("NFKD", title).translate(dict.fromkeys(range(0x300, 0x370)))
    return " ".join(unicodedata.normalize("NFKC", apart.casefold()).split())[:200]
