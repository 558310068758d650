"""Make the tables of published agendas, and let people choose letters about them."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_GROUPS = (
    *("account", "changes", "places", "day before", "hour before", "sharing"),
    *("notes", "notes daily"),
)
_TEXTS = ("body", "people", "business")


def upgrade() -> None:
    op.create_table(
        "agenda_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disclosure_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("number >= 1", name=op.f("ck_agenda_edition_number")),
        sa.ForeignKeyConstraint(
            ["call_id"], ["call.id"], name=op.f("fk_agenda_edition_call_id_call")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["member.id"], name=op.f("fk_agenda_edition_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["disclosure_id"],
            ["disclosure.id"],
            name=op.f("fk_agenda_edition_disclosure_id_disclosure"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_edition")),
        sa.UniqueConstraint("call_id", "number", name=op.f("uq_agenda_edition_call_id_number")),
    )
    op.create_index(op.f("ix_agenda_edition_by_id"), "agenda_edition", ["by_id"])
    _make_items()
    _allow((*_GROUPS, "agendas"))


def downgrade() -> None:
    op.execute("DELETE FROM letter_choice WHERE letter_group = 'agendas'")
    _allow(_GROUPS)
    op.drop_table("edition_owner")
    op.drop_table("edition_item")
    op.drop_table("agenda_edition")


def _make_items() -> None:
    op.create_table(
        "edition_item",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
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
        sa.Column("is_off_record", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "item_kind IN ('inform', 'discuss', 'decide', 'check-in')",
            name=op.f("ck_edition_item_itemkind"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["agenda_edition.id"],
            name=op.f("fk_edition_item_edition_id_agenda_edition"),
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_edition_item_item_id_agenda_item")
        ),
        sa.PrimaryKeyConstraint("edition_id", "place", name=op.f("pk_edition_item")),
    )
    op.create_index(op.f("ix_edition_item_item_id"), "edition_item", ["item_id"])
    op.create_table(
        "edition_owner",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id", "place"],
            ["edition_item.edition_id", "edition_item.place"],
            name="fk_edition_owner_item",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_edition_owner_member_id_member")
        ),
        sa.PrimaryKeyConstraint("edition_id", "place", "member_id", name=op.f("pk_edition_owner")),
    )
    op.create_index(op.f("ix_edition_owner_member_id"), "edition_owner", ["member_id"])


def _allow(groups: tuple[str, ...]) -> None:
    """Let the table of choices hold these groups of letters."""
    name = op.f("ck_letter_choice_group")
    if op.get_bind().dialect.name != "sqlite":
        listed = ", ".join(f"'{group}'" for group in groups)
        op.drop_constraint(name, "letter_choice", type_="check")
        op.create_check_constraint(name, "letter_choice", f"letter_group IN ({listed})")
        return
    with op.batch_alter_table("letter_choice", recreate="always", copy_from=_choices(groups)):
        pass


def _choices(groups: tuple[str, ...]) -> sa.Table:
    kind = sa.Enum(
        *groups,
        name=op.f("ck_letter_choice_group"),
        native_enum=False,
        create_constraint=True,
        length=20,
    )
    return sa.Table(
        "letter_choice",
        sa.MetaData(),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("letter_group", kind, nullable=False),
        sa.Column("is_wanted", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_letter_choice_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", "letter_group", name=op.f("pk_letter_choice")),
    )
