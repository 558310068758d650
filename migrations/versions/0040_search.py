"""Make the index of what can be found: a table, and what looks up words in it by the engine's own
means. What looks up words is written by triggers, and by nothing else.
"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

_KINDS = ("pattern", "series", "call", "item", "note")
_AUDIENCES = ("public", "members", "author")


def _choice(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=20)


def upgrade() -> None:
    op.create_table(
        "search_document",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", _choice("kind", _KINDS), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=140), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("audience", _choice("audience", _AUDIENCES), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("title_words", sa.Text(), nullable=False),
        sa.Column("text_words", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(audience = 'author') = (author_id IS NOT NULL)",
            name=op.f("ck_search_document_author_alone"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_document")),
        sa.UniqueConstraint("kind", "number", name=op.f("uq_search_document_kind_number")),
    )
    op.create_table(
        "search_state",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_search_state")),
    )
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in ("insert", "update", "delete"):
            op.execute(f"DROP TRIGGER search_words_on_{name}")
    else:
        op.execute("DROP TRIGGER search_words ON search_document")
        op.execute("DROP FUNCTION search_words()")
    op.execute("DROP TABLE search_words")
    op.drop_table("search_state")
    op.drop_table("search_document")


_COLUMNS = ("title_words", "text_words")
_NAMES = ", ".join(_COLUMNS)
_NEW = f"""
    INSERT INTO search_words (rowid, {_NAMES})
    VALUES (NEW.id, {", ".join(f"NEW.{name}" for name in _COLUMNS)});
"""  # noqa: S608 - names of ours
_OLD = f"""
    INSERT INTO search_words (search_words, rowid, {_NAMES})
    VALUES ('delete', OLD.id, {", ".join(f"OLD.{name}" for name in _COLUMNS)});
"""  # noqa: S608 - names of ours
_TRIGGER = "CREATE TRIGGER search_words_on_"
_SQLITE = (
    # Words are folded before they get here; marks are parts of words in many scripts.
    f"""
    CREATE VIRTUAL TABLE search_words USING fts5(
        {_NAMES}, content='search_document', content_rowid='id',
        tokenize="unicode61 remove_diacritics 0 categories 'L* N* M* Co'", prefix='2 3'
    )
    """,
    f"{_TRIGGER}insert AFTER INSERT ON search_document BEGIN {_NEW} END",
    f"{_TRIGGER}delete AFTER DELETE ON search_document BEGIN {_OLD} END",
    f"{_TRIGGER}update AFTER UPDATE OF {_NAMES} ON search_document BEGIN {_OLD} {_NEW} END",
)
_POSTGRESQL = (
    """
    CREATE TABLE search_words (
        id bigint NOT NULL CONSTRAINT pk_search_words PRIMARY KEY
            CONSTRAINT fk_search_words_id_search_document
            REFERENCES search_document (id) ON DELETE CASCADE,
        title tsvector NOT NULL,
        words tsvector NOT NULL
    )
    """,
    "CREATE INDEX ix_search_words_title ON search_words USING gin (title) WITH (fastupdate = off)",
    "CREATE INDEX ix_search_words_words ON search_words USING gin (words) WITH (fastupdate = off)",
    """
    CREATE FUNCTION search_words() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO search_words (id, title, words) VALUES (
            NEW.id,
            to_tsvector('simple', NEW.title_words),
            to_tsvector('simple', NEW.title_words || ' ' || NEW.text_words)
        ) ON CONFLICT (id) DO UPDATE SET title = EXCLUDED.title, words = EXCLUDED.words;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER search_words AFTER INSERT OR UPDATE OF title_words, text_words
    ON search_document FOR EACH ROW EXECUTE FUNCTION search_words()
    """,
)
