"""Make the tables of reports, of what they are about as it was then, and of what came with them.

Of an anonymous report nobody can be kept.
"""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_report()
    _make_report_copy()
    _make_report_exclusion()
    _make_report_file()


def downgrade() -> None:

    op.drop_table("report_file")
    op.drop_table("report_exclusion")
    op.drop_table("report_copy")
    op.drop_table("report")


def _make_report() -> None:
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("once_hash", sa.String(length=64), nullable=True),
        sa.Column(
            "mode",
            sa.Enum(
                "named",
                "confidential",
                "anonymous",
                "escrowed",
                name="mode",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("reporter_id", sa.Integer(), nullable=True),
        sa.Column("reporter_name", sa.String(length=80), nullable=False),
        sa.Column("reporter_address", sa.String(length=254), nullable=True),
        sa.Column(
            "about",
            sa.Enum(
                "note",
                "item",
                "pattern",
                "person",
                "call",
                "nothing",
                name="about",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.Column("about_words", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("words_source", sa.Text(), nullable=False),
        sa.Column("words_html", sa.Text(), nullable=False),
        sa.Column("hope", sa.String(length=500), nullable=False),
        sa.Column("content_warning", sa.String(length=100), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "mode <> 'anonymous' OR (reporter_id IS NULL AND reporter_name = ''"
            " AND reporter_address IS NULL)",
            name=op.f("ck_report_anonymous_is_nobody"),
        ),
        sa.CheckConstraint(
            "mode <> 'escrowed' OR person_id IS NOT NULL", name=op.f("ck_report_escrow_of_somebody")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_report_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["code_publication.version_id"],
            name=op.f("fk_report_publication_id_code_publication"),
        ),
        sa.ForeignKeyConstraint(
            ["reporter_id"], ["person.id"], name=op.f("fk_report_reporter_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_report_code_hash")),
        sa.UniqueConstraint("once_hash", name=op.f("uq_report_once_hash")),
    )
    op.create_index(op.f("ix_report_at"), "report", ["at"])
    op.create_index(op.f("ix_report_person_id"), "report", ["person_id"])
    op.create_index(op.f("ix_report_reporter_id"), "report", ["reporter_id"])


def _make_report_copy() -> None:
    op.create_table(
        "report_copy",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text_source", sa.Text(), nullable=False),
        sa.Column("text_html", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("author_name", sa.String(length=80), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_report_copy_author_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_report_copy_report_id_report")
        ),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_report_copy")),
    )
    op.create_index(op.f("ix_report_copy_author_id"), "report_copy", ["author_id"])


def _make_report_exclusion() -> None:
    op.create_table(
        "report_exclusion",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_report_exclusion_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_report_exclusion_report_id_report")
        ),
        sa.PrimaryKeyConstraint("report_id", "member_id", name=op.f("pk_report_exclusion")),
    )
    op.create_index(op.f("ix_report_exclusion_member_id"), "report_exclusion", ["member_id"])


def _make_report_file() -> None:
    op.create_table(
        "report_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "image/png",
                "image/jpeg",
                "text/plain",
                name="filekind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size <= 1048576", name=op.f("ck_report_file_size")),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_report_file_report_id_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_file")),
        sa.UniqueConstraint("key", name=op.f("uq_report_file_key")),
    )
    op.create_index(op.f("ix_report_file_report_id"), "report_file", ["report_id"])
