"""Words taken out of an item: gone from the draft, every edition and what was said of it."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from community.access import Viewer, may
from community.accounts.models import Role
from community.agendas import redacting, states, templating
from community.agendas import writing as rewording
from community.agendas.edition_queries import editions_of, text_of
from community.agendas.exports import as_data, as_markdown
from community.agendas.kept_templates import Template, TemplateItem, TemplateOrigin
from community.agendas.models import Item, ItemKind
from community.agendas.policies import Permission
from community.agendas.redaction_queries import wording_by_key
from community.agendas.redactions import ItemRedaction
from community.agendas.writing import draft_of
from community.calls.when import times_held
from community.disclosures.disclosing import disclose
from community.marks import BAR
from community.notes import drafting
from community.notes.models import Kind
from community.notes.writing import NoteText, thread_for_item, write
from tests.agendas.build import make_evening, on_agenda, publish_agenda
from tests.factories import START, make_community, make_member
from tests.notes.saying import NO_TOOL, with_tool
from tests.notes.test_redacting import SECRET, tables_with


@pytest.fixture
def told(db_session):
    """An item with the words in every copy there is of it."""
    make_community()
    ola, mia = make_member("Ola"), make_member("Mia")
    call = make_evening(ola)
    words = {
        "body": f"{SECRET} and *more*.",
        "for_people": f"For {SECRET}.",
        "for_business": f"{SECRET} pays.",
        "kind": ItemKind.DECIDE,
    }
    item = on_agenda(call, ola, f"Ask {SECRET}", **words)[0]
    item.disclosure_id = disclose(with_tool(SECRET), by=ola.person, now=START).id
    publish_agenda(call, ola, note=f"New: {SECRET}")
    templating.keep(call, name="Ours", about="", by=ola, now=START)
    better = replace(draft_of(item), body=f"{SECRET} and less.")
    rewording.change(item, better, version=item.version, now=START)
    publish_agenda(call, ola)
    states.decline(item, by=ola, why=f"{SECRET} is away.", now=START)
    note = write(
        thread_for_item(item.id, now=START), NoteText(f"Why {SECRET}?", NO_TOOL), by=mia, now=START
    )
    drafting.keep_draft(mia, f"on item {item.id}", SECRET, Kind.NOTE, now=START)
    return call, ola, item, note


def test_the_words_are_gone_from_every_copy_of_an_item(told, db_session):
    call, ola, item, note = told
    assert len(tables_with(SECRET)) > 15

    redacting.redact(item, SECRET, why=f"{SECRET} asked.", also=True, by=Viewer(ola), now=START)

    db_session.expire_all()
    assert tables_with(SECRET) == set()
    assert item.title == f"Ask {BAR}"
    assert '<span class="redacted">' in item.body_html
    row = db_session.scalars(sa.select(ItemRedaction)).one()
    assert (row.item_id, row.by_id, row.why) == (item.id, ola.id, f"{BAR} asked.")
    for edition in editions_of(call.id):
        text = text_of(edition)
        assert text.items[0].title == f"Ask {BAR}"
        told_along = as_markdown(text, title="x", page="x", times=times_held([], None))
        assert SECRET not in told_along + str(
            as_data(text, title="x", page="x", times=times_held([], None))
        )
    assert note.text_source == f"Why {BAR}?"


def test_notes_keep_the_words_unless_that_is_asked_for(told, db_session):
    _, ola, item, _note = told

    redacting.redact(item, SECRET, why="Asked.", by=Viewer(ola), now=START)

    assert tables_with(SECRET) == {"note.text_source", "note.text_html"}


def test_templates_made_of_an_item_are_reached_and_those_like_it_are_not(told, db_session):
    _, ola, item, _ = told
    una, stu = make_member("Una"), make_member("Stu", Role.STEWARD)
    ours = db_session.scalars(sa.select(Template)).one()
    ours.made_by_id = una.id
    made = db_session.scalars(sa.select(TemplateItem)).one()
    made.title = f"Before, ask {SECRET}"  # nothing but its origin tells
    same = make_evening(una, title="Another")
    on_agenda(same, una, item.title, body=item.body_source)
    theirs = templating.keep(same, name="Theirs", about="", by=una, now=START)
    title, body = item.title, item.body_source
    steward = Viewer(stu, frozenset({Role.STEWARD.value}))
    texts = sa.select(Template.name).join(TemplateItem, TemplateItem.template_id == Template.id)

    def left(by):
        item.title, item.body_source = title, body
        redacting.redact(item, SECRET, why="Asked.", by=by, now=START)
        return db_session.scalars(texts.where(TemplateItem.title.contains(SECRET))).all()

    assert (left(Viewer(ola)), left(steward)) == (["Theirs"], ["Theirs"])
    db_session.execute(
        sa.delete(TemplateOrigin).where(TemplateOrigin.template_id == theirs.id)
    )  # as it was before that was kept
    assert (left(Viewer(ola)), left(steward)) == (["Theirs"], [])


def test_who_holds_the_call_and_stewards_take_words_out(db_session):
    make_community()
    ola, mia, stu = make_member("Ola"), make_member("Mia"), make_member("Stu", Role.STEWARD)
    call = make_evening(ola)
    item, off = on_agenda(call, ola, "Open"), on_agenda(call, ola, "Shut", is_off_record=True)
    draft = on_agenda(call, ola, "Begun")
    publish_agenda(call, ola)
    viewers = {
        "ola": Viewer(ola),
        "mia": Viewer(mia),
        "stu": Viewer(stu, frozenset({Role.STEWARD.value})),
    }

    def who(items: list[Item]) -> set[str]:
        wording = wording_by_key(items[0].key)
        return {n for n, v in viewers.items() if may(v, Permission.REDACT_ITEM, wording)}

    assert (who(item), who(off), who(draft)) == ({"ola", "stu"}, {"ola"}, {"ola", "stu"})


def test_a_draft_is_not_shown_to_stewards(scene, writing, signed_in):
    ola, _mia, call = scene
    with writing():
        stu = make_member("Stu", Role.STEWARD)
        item = on_agenda(call, ola, "Open", body="Published words.")[0]
        publish_agenda(call, ola)
        better = replace(draft_of(item), body=f"Only {SECRET} drafts.")
        rewording.change(item, better, version=item.version, now=START)
    address = f"/agenda-items/{item.key}/redaction"

    page = signed_in(stu).get(address)
    asked = signed_in(stu).post(address, data={"words": "words", "why": "Asked."})

    assert (page.status_code, asked.status_code) == (200, 200)
    assert "Published words." in page.text
    assert SECRET not in page.text + asked.text
    assert SECRET in signed_in(ola).get(address).text


def test_a_stale_form_of_an_item_is_refused(scene, writing, reading, signed_in):
    ola, _, call = scene
    with writing():
        item = on_agenda(call, ola, "Open", body=f"Ask {SECRET}.")[0]
    form = {"title": "Open", "kind": "discuss", "minutes": "10", "body": f"Ask {SECRET}!"}
    address = f"/agenda-items/{item.key}"
    taken = {"words": SECRET, "why": "Asked.", "do": "take"}
    assert signed_in(ola).post(f"{address}/redaction", data=taken).status_code == 303

    sent = signed_in(ola).post(f"{address}/words", data=form | {"version": "1"})

    assert sent.status_code == 409
    assert "Words were taken out of this item" in sent.text
    with reading():
        assert tables_with(SECRET) == set()
