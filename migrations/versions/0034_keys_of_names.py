"""Keep beside names what is left of them when letters that look alike are made the same."""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

_LONGEST = 160
_SPELT = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "đ": "d", "ł": "l", "ı": "i"})
_FOREIGN = str.maketrans(
    "авеікмнорстухјѕԁԛԝ" + "αεικνοπρτυχϲ",
    "abeikmhopctyxjsdqw" + "aeikvonptyxc",
)
_ALIKE = str.maketrans({"0": "o", "1": "l", "i": "l", "5": "s"})
_ACCENTS = frozenset(map(chr, range(0x300, 0x370)))


def upgrade() -> None:
    op.add_column(
        "person", sa.Column("name_key", sa.String(_LONGEST), nullable=False, server_default="")
    )
    op.add_column("person", sa.Column("credit_key", sa.String(_LONGEST), nullable=True))
    names = [sa.column(name, sa.String) for name in ("name", "credit_name")]
    keys = [sa.column(name, sa.String) for name in ("name_key", "credit_key")]
    person = sa.table("person", sa.column("id", sa.Integer), *names, *keys)
    connection = op.get_bind()
    for row in connection.execute(sa.select(person.c.id, *names)).all():
        told = {"name_key": _key(row.name)}
        if row.credit_name is not None:
            told["credit_key"] = _key(row.credit_name)
        connection.execute(sa.update(person).where(person.c.id == row.id).values(told))
    for column in ("name_key", "credit_key"):
        op.create_index(op.f(f"ix_person_{column}"), "person", [column])
    if connection.dialect.name != "sqlite":  # where it would take another table; it says nothing
        op.alter_column("person", "name_key", server_default=None)


def downgrade() -> None:
    for column in ("credit_key", "name_key"):
        op.drop_index(op.f(f"ix_person_{column}"), "person")
        op.drop_column("person", column)


def _key(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_SPELT))
    key = "".join(filter(_is_of_a_word, plain)).translate(_FOREIGN).translate(_ALIKE)
    for pair, one in (("rn", "m"), ("vv", "w"), ("cl", "d")):
        key = key.replace(pair, one)
    return (key or plain.strip())[:_LONGEST]


def _is_of_a_word(sign: str) -> bool:
    return sign.isalnum() or (unicodedata.category(sign) in {"Mn", "Mc"} and sign not in _ACCENTS)
