"""Keep titles of collections as they are put in order, the same on each engine."""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0089"
down_revision = "0088"
branch_labels = None
depends_on = None
_KEY = sa.String(200).with_variant(sa.String(200, collation="C"), "postgresql")
_OURS = sa.table("collection", sa.column("id"), sa.column("title"), sa.column("title_key"))


def upgrade() -> None:
    column = sa.Column("title_key", _KEY, server_default="", nullable=False)
    op.add_column("collection", column)
    connection = op.get_bind()
    for number, title in connection.execute(sa.select(_OURS.c.id, _OURS.c.title)).all():
        one = sa.update(_OURS).where(_OURS.c.id == number)
        connection.execute(one.values(title_key=_folded(title)))
    op.drop_index(op.f("ix_collection_openness_title_id"), "collection")
    name = op.f("ix_collection_openness_title_key_id")
    op.create_index(name, "collection", ["openness", "title_key", "id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_collection_openness_title_key_id"), "collection")
    name = op.f("ix_collection_openness_title_id")
    op.create_index(name, "collection", ["openness", "title", "id"])
    op.drop_column("collection", "title_key")


def _folded(title: str) -> str:
    apart = unicodedata.normalize("NFKD", title).translate(dict.fromkeys(range(0x300, 0x370)))
    return " ".join(unicodedata.normalize("NFKC", apart.casefold()).split())[:200]
