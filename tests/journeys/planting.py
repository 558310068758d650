"""A payload in every place of the database where people's words are kept."""

from datetime import datetime

import sqlalchemy as sa

from community.accounts.models import Member
from community.conduct import publishing
from community.conduct.content import (
    ClauseText,
    CodeText,
    Effect,
    Quorum,
    RungText,
    SectionText,
)
from community.db import Base, db
from community.text import render_markdown
from tests.conduct.build import publish

HURTS = """"><img src=x onerror=hurt=1><script>hurt=1</script><svg onload=hurt=1>"""
SHORT = "<img src=x onerror=hurt=1>"
MARKDOWN = (
    HURTS
    + """

<iframe srcdoc="<script>parent.hurt=1</script>"></iframe>

[press](javascript:hurt=1) ![far](http://127.0.0.2:9/far.png) <javascript:hurt=1>
[a](http://127.0.0.2:9/x"onmouseover="hurt=1) `<script>hurt=1</script>`

<style>body { background: url(http://127.0.0.2:9/far.png) }</style>
"""
)

WORDS = {
    "agenda_edition.note",
    "agenda_item.title",
    "agenda_item_state.why",
    "agenda_template.about",
    "agenda_template.name",
    "agenda_template_item.body",
    "agenda_template_item.for_business",
    "agenda_template_item.for_people",
    "agenda_template_item.title",
    "backup.name",
    "call.captions",
    "call.title",
    "cancellation.reason",
    "community.name",
    "community.wordmark",
    "conduct_contact.address",
    "conduct_contact.name",
    "conduct_contact.words",
    "disclosed_tool.controlled_by",
    "disclosed_tool.name",
    "disclosed_tool.version",
    "disclosure.footprint",
    "disclosure.material",
    "disclosure.purpose",
    "edition_item.title",
    "feed_secret.fetched_by",
    "guest.email",
    "guest_answer.access_needs",
    "guest_answer.email",
    "guest_answer.name",
    "guest_answer.note",
    "import_file.name",
    "imported_person.name",
    "completion.how",
    "member.email",
    "member.handle",
    "member.pronouns",
    "item_redaction.why",
    *("no_record.why", "note_draft.text_source"),
    "note_redaction.why",
    "note_removal.reason",
    "note_revision.text_source",
    "person.credit_name",
    "person.name",
    *("record_correction.words", "record_correction_reply.word", "record_link.title"),
    "removal.reason",
    "rsvp.access_needs",
    "rsvp.note",
    "series.captions",
    "series.title",
    "series_file.name",
    "series_answer.access_needs",
    "sign_up.email",
    "sign_up.name",
    "topic.name",
}
OURS = {  # written by the program, or checked letter by letter when it comes in
    "address_change.new_email",
    "address_change.new_email_key",
    "address_change.old_email",
    "address_change.old_email_key",
    "acceptance.digest",
    "agenda_item.key",
    "attempt.key",
    "attempt.kind",
    "backup.fault",
    "backup.sha256",
    "call.language",
    "call.slug",
    "code_clause.key",
    "code_clause.section_key",
    "code_publication.digest",
    "code_section.key",
    "community.accent",
    "community.language",
    "community.zone",
    "feed_secret.secret_hash",
    "guest.email_key",
    "guest_answer.email_key",
    "guest_answer.zone",
    "import_file.zone",
    "join_invitation.nonce",
    "join_invitation.token_hash",
    "join_link.url",
    "letter.about",
    "letter.address",
    "letter.fault",
    "letter.kind",
    "letter.recipient",
    "letter.token",
    "mailed_link.nonce",
    "mailed_link.token_hash",
    "member.email_key",
    "member.handle_skeleton",
    "member.password_hash",
    "note.key",
    "note_draft.place",
    "person.language",
    "person.zone",
    *("record_link.url", "recurrence.rule"),
    "revision.scope",
    "sample.kind",
    "series.language",
    "series.slug",
    "series_import.digest",
    "set_up_address.token_hash",
    "sign_in.agent",
    "sign_in.token_hash",
    "sign_up.email_key",
    "sign_up.language",
    "sign_up.leads_to",
    "sign_up.zone",
    "sitting.uid",
    "sitting.zone",
    "sitting_change.was_zone",
    "slot.uid",
    "slot.zone",
    "submission.key",
    "submission.location",
    *("thread.about", "thread.key"),
    "topic.slug",
    "turn.name",
    "turn.token",
}


SEALED = {  # planted while it is written: what is published cannot be changed
    "code_clause.text_html",
    "code_clause.text_source",
    "code_publication.summary",
    "code_rung.consequence",
    "code_rung.event",
    "code_rung.name",
    "code_rung.repair",
    "code_section.body_html",
    "code_section.body_source",
    "code_section.heading",
    "code_version.intro_html",
    "code_version.intro_source",
}


SOURCES = {  # Markdown, each with the HTML that was made of it beside it
    "agenda_item.body_source",
    "agenda_item.business_source",
    "agenda_item.people_source",
    "call.description_source",
    "call_record.summary_source",
    "community.description_source",
    "edition_item.body_source",
    "edition_item.business_source",
    "edition_item.people_source",
    "note.text_source",
    "series.description_source",
}
HTMLS = {name.replace("_source", "_html") for name in SOURCES}


def texts() -> dict[str, sa.Column[str]]:
    """Every column that holds text, by `table.column`; choices are none."""
    return {
        f"{table.name}.{column.name}": column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, sa.String) and not isinstance(column.type, sa.Enum)
    }


def plant() -> None:
    """Put the payload everywhere; Markdown as it is rendered when somebody writes them."""
    for name, column in texts().items():
        if name in WORDS:
            _set(column, _payload(column))
        elif name in SOURCES:
            _set(column, sa.literal(MARKDOWN))
        elif name in HTMLS:
            _set(column, sa.literal(render_markdown(MARKDOWN)))


def plant_code(by: Member, now: datetime) -> None:
    """Publish one more version, with the payload wherever somebody can write in it."""
    publishing.discard()
    code = CodeText(
        intro=MARKDOWN,
        sections=(SectionText("planted", HURTS, MARKDOWN, (ClauseText("planted-1", MARKDOWN),)),),
        ladder=tuple(
            RungText(level, SHORT, HURTS, HURTS, HURTS, None, Quorum.ONE, (Effect.NO_NOTES,))
            for level in range(5)
        ),
    )
    publish(by, code, summary=HURTS, now=now)
    publishing.save(code, by=by, edits=0, now=now)


def plant_html(html: str) -> None:
    """Put HTML where what is rendered is kept, as if nothing had cleaned it."""
    for name, column in texts().items():
        if name in HTMLS:
            _set(column, sa.literal(html))


def _payload(column: sa.Column[str]) -> sa.ColumnElement[str]:
    length = getattr(column.type, "length", None) or len(HURTS)
    if column.name in {"handle", "email"}:  # one for each row
        number = sa.cast(column.table.c.id, sa.String)
        return sa.literal('"><img src=x onerror=hurt=') + number + sa.literal(">")
    return sa.literal(HURTS if length >= len(HURTS) else SHORT)


def _set(column: sa.Column[str], value: sa.ColumnElement[str]) -> None:
    planted = sa.update(column.table).values({column.name: value})
    if column.table.name == "disclosure":  # which has details only where they matter
        planted = planted.where(column.table.c.degree.in_(["some", "most"]))
    db.session.execute(planted)
