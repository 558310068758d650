"""Make the tables for the code of conduct, and let what is published stand as it is.

A version is a draft until it has a publication. From then on the database refuses to change,
delete or add to any of its rows; a publication never takes effect before an earlier one.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_PUBLISHED = "EXISTS (SELECT 1 FROM code_publication WHERE version_id = {version})"
_NEW_PART = _PUBLISHED.format(version="NEW.version_id")
_OLD_PART = _PUBLISHED.format(version="OLD.version_id")
_OLD_VERSION = _PUBLISHED.format(version="OLD.id")
_TOO_EARLY = (
    "EXISTS (SELECT 1 FROM code_publication AS other WHERE other.version_id < NEW.version_id "
    "AND other.effective_at > NEW.effective_at)"
)
_ALWAYS = "1 = 1"
# name → table, action, when it is refused, the name of the promise
_WATCHED = {
    **{
        f"{table}_sealed_on_{action.lower()}": (table, action, when, "code_sealed")
        for table in ("code_section", "code_clause", "code_rung")
        for action, when in (
            ("INSERT", _NEW_PART),
            ("UPDATE", f"({_OLD_PART} OR {_NEW_PART})"),
            ("DELETE", _OLD_PART),
        )
    },
    "code_version_sealed_on_update": ("code_version", "UPDATE", _OLD_VERSION, "code_sealed"),
    "code_version_sealed_on_delete": ("code_version", "DELETE", _OLD_VERSION, "code_sealed"),
    "code_publication_in_order": ("code_publication", "INSERT", _TOO_EARLY, "code_order"),
    "code_publication_sealed_on_update": ("code_publication", "UPDATE", _ALWAYS, "code_sealed"),
    "code_publication_sealed_on_delete": ("code_publication", "DELETE", _ALWAYS, "code_sealed"),
    "acceptance_kept_on_update": ("acceptance", "UPDATE", _ALWAYS, "acceptance_kept"),
}


def upgrade() -> None:
    _make_the_code()
    _make_what_hangs_on_it()
    for name, (table, action, when, promise) in _WATCHED.items():
        if op.get_bind().dialect.name == "sqlite":
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {action} ON {table} WHEN {when} "
                f"BEGIN SELECT RAISE(ABORT, '{promise}'); END"
            )
        else:
            _create_on_postgresql(name, table, action, when, promise)


def downgrade() -> None:
    for name, (table, *_) in _WATCHED.items():
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER {name}")
        else:
            op.execute(f"DROP TRIGGER {name} ON {table}")
            op.execute(f"DROP FUNCTION {name}()")
    op.drop_table("conduct_contact")
    op.drop_table("acceptance")
    op.drop_table("code_publication")
    op.drop_table("code_rung")
    op.drop_table("code_clause")
    op.drop_table("code_section")
    op.drop_table("code_version")


def _make_the_code() -> None:
    op.create_table(
        "code_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("intro_source", sa.Text(), nullable=False),
        sa.Column("intro_html", sa.Text(), nullable=False),
        sa.Column("edits", sa.Integer(), nullable=False),
        sa.Column("updated_by_id", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_code_version_number")),
        sa.ForeignKeyConstraint(
            ["updated_by_id"], ["member.id"], name=op.f("fk_code_version_updated_by_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_version")),
        sa.UniqueConstraint("number", name=op.f("uq_code_version_number")),
    )
    op.create_table(
        "code_section",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("heading", sa.String(length=120), nullable=False),
        sa.Column("body_source", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["code_version.id"],
            name=op.f("fk_code_section_version_id_code_version"),
        ),
        sa.PrimaryKeyConstraint("version_id", "key", name=op.f("pk_code_section")),
    )
    op.create_table(
        "code_clause",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("section_key", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text_source", sa.Text(), nullable=False),
        sa.Column("text_html", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id", "section_key"],
            ["code_section.version_id", "code_section.key"],
            name="fk_code_clause_section",
        ),
        sa.PrimaryKeyConstraint("version_id", "key", name=op.f("pk_code_clause")),
    )
    op.create_table(
        "code_rung",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("event", sa.String(length=1000), nullable=False),
        sa.Column("consequence", sa.String(length=1000), nullable=False),
        sa.Column("repair", sa.String(length=1000), nullable=False),
        sa.Column("longest_days", sa.Integer(), nullable=True),
        sa.Column("quorum", sa.String(length=20), nullable=False),
        sa.Column("effects", sa.JSON(), nullable=False),
        sa.CheckConstraint("level BETWEEN 0 AND 4", name=op.f("ck_code_rung_level")),
        sa.CheckConstraint("longest_days >= 0", name=op.f("ck_code_rung_longest_days")),
        sa.CheckConstraint(
            "quorum IN ('one', 'two', 'three', 'two thirds')", name=op.f("ck_code_rung_quorum")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["code_version.id"], name=op.f("fk_code_rung_version_id_code_version")
        ),
        sa.PrimaryKeyConstraint("version_id", "level", name=op.f("pk_code_rung")),
    )


def _make_what_hangs_on_it() -> None:
    op.create_table(
        "code_publication",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("change", sa.String(length=20), nullable=False),
        sa.Column("summary", sa.String(length=200), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("effective_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "change IN ('editorial', 'material')", name=op.f("ck_code_publication_change")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["code_version.id"],
            name=op.f("fk_code_publication_version_id_code_version"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["member.id"], name=op.f("fk_code_publication_by_id_member")
        ),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_code_publication")),
    )
    op.create_table(
        "acceptance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("how", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("how IN ('sign-up', 'rsvp', 'page')", name=op.f("ck_acceptance_how")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_acceptance_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["code_publication.version_id"],
            name=op.f("fk_acceptance_version_id_code_publication"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acceptance")),
        sa.UniqueConstraint(
            "person_id", "version_id", name=op.f("uq_acceptance_person_id_version_id")
        ),
    )
    op.create_table(
        "conduct_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_conduct_contact_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["member.id"], name=op.f("fk_conduct_contact_added_by_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conduct_contact")),
    )


def _create_on_postgresql(name: str, table: str, action: str, when: str, promise: str) -> None:
    result = "OLD" if action == "DELETE" else "NEW"
    op.execute(
        f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {when} THEN
                RAISE EXCEPTION '{promise}' USING ERRCODE = 'check_violation',
                    CONSTRAINT = '{promise}', TABLE = '{table}';
            END IF;
            RETURN {result};
        END $$
        """
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {action} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )
