"""Agendas begun with a template, kept as one, and copied along with a call."""

import pytest
from sqlalchemy import select

from community.access import Viewer
from community.accounts.models import Role
from community.agendas import templating, writing
from community.agendas.drafts import ItemDraft
from community.agendas.kept_templates import Template
from community.agendas.models import ItemKind
from community.agendas.policies import RULES, Permission
from community.agendas.queries import items_of, owners_of
from community.agendas.templating import AgendaTooLong, shipped, template_called
from community.calls.models import Call
from community.calls.queries import sittings_of
from community.db import db
from community.disclosures.wording import Degree, Said, Tool
from community.text import render_markdown
from tests.agendas.build import make_evening, on_agenda, publish_agenda, titles
from tests.factories import START, make_community, make_member

pytestmark = [pytest.mark.engines("sqlite"), pytest.mark.usefixtures("in_january")]


def test_six_formats_are_shipped_with_something_to_say_for_each_item():
    assert {one.key: one.minutes for one in shipped()} == {
        "working-group": 60,
        "showcase": 60,
        "office-hours": 60,
        "lean-coffee": 60,
        "onboarding": 60,
        "co-working": 120,
    }
    assert all(one.about and one.items for one in shipped())
    assert all(render_markdown(item.body) for one in shipped() for item in one.items)


def test_an_agenda_begins_with_a_template_behind_what_is_there(db_session):
    ola = make_member("Ola")
    call = make_evening(ola)
    on_agenda(call, ola, "Mine")

    templating.begin_with(call, template_called("lean-coffee").items, by=ola, now=START)

    assert titles(call) == [
        "Mine",
        "Bring topics",
        "Vote",
        "Talk, topic by topic",
        "What do you take with you?",
    ]


def test_an_agenda_does_not_grow_without_end(db_session):
    ola = make_member("Ola")
    call, items = make_evening(ola), template_called("working-group").items

    for _ in range(10):
        templating.begin_with(call, items, by=ola, now=START)

    with pytest.raises(AgendaTooLong):
        templating.begin_with(call, items, by=ola, now=START)


def test_a_kept_agenda_is_a_template_without_the_people(db_session):
    ola, mia = make_member("Ola"), make_member("Mia")
    call, other = make_evening(ola), make_evening(ola)
    words = {"body": "*Which* one?", "kind": ItemKind.DECIDE, "for_people": "Rest"}
    on_agenda(call, ola, "Licences", owners=(mia.id,), **words)

    template = templating.keep(call, name="Ours", about="For us.", by=ola, now=START)
    (kept,) = templating.own()
    templating.begin_with(other, kept.items, by=ola, now=START)

    (item,) = items_of(other.id)
    assert (item.body_source, item.kind, item.people_source) == (
        "*Which* one?",
        ItemKind.DECIDE,
        "Rest",
    )
    assert owners_of([item]) == {}
    templating.remove(template, by=ola, now=START)
    assert templating.own() == []
    templating.put_back(template)
    assert [one.name for one in templating.own()] == ["Ours"]


def test_what_was_said_about_tools_goes_along_whichever_way_an_agenda_is_copied(db_session):
    ola, fay = make_member("Ola"), make_member("Fay")
    call, kept, hers, published = (make_evening(ola) for _ in range(4))
    said = Said(Degree.SOME, tools=(Tool("Some Model"),))
    draft = ItemDraft(title="Licences", body="Which?")
    item = writing.add(call, draft, said=said, by=ola, now=START)
    publish_agenda(call, ola)

    templating.keep(call, name="Ours", about="", by=ola, now=START)
    templating.begin_with(kept, templating.own()[0].items, by=ola, now=START)
    templating.copy_agenda(call, hers, by=ola, now=START)
    templating.copy_agenda(call, published, by=fay, now=START)

    copies = [items_of(one.id)[0].disclosure_id for one in (kept, hers, published)]
    assert copies == [item.disclosure_id] * 3
    assert item.disclosure_id is not None


def test_who_made_a_template_and_stewards_may_take_it_away(db_session):
    ola = make_member("Ola")
    call = make_evening(ola)
    on_agenda(call, ola, "Licences")
    template = templating.keep(call, name="Ours", about="", by=ola, now=START)
    viewers = {
        "visitor": Viewer(),
        "member": Viewer(make_member("Mia")),
        "steward": Viewer(make_member("Stu"), frozenset({Role.STEWARD})),
        "who made it": Viewer(ola),
    }

    rule = RULES[Permission.REMOVE_TEMPLATE]

    assert [name for name, v in viewers.items() if rule(v, template)] == ["steward", "who made it"]


def test_whoever_does_not_facilitate_a_call_copies_what_is_published_alone(db_session):
    ola, fay = make_member("Ola"), make_member("Fay")
    call, copy = make_evening(ola), make_evening(fay)
    on_agenda(call, ola, "Licences")
    publish_agenda(call, ola)
    on_agenda(call, ola, "A draft")

    templating.copy_agenda(call, copy, by=fay, now=START)

    assert titles(copy) == ["Licences"]


@pytest.fixture
def scene(writing):
    """Ola, who facilitates and may schedule calls, and a call of hers with a published agenda and
    a draft after it.
    """
    with writing():
        make_community()
        ola = make_member("Ola", Role.FACILITATOR)
        call = make_evening(ola, title="Supper")
        on_agenda(call, ola, "Licences")
        publish_agenda(call, ola)
        on_agenda(call, ola, "A draft")
    return ola, call


def test_the_button_pressed_twice_begins_once(scene, reading, signed_in):
    ola, call = scene
    page, address = signed_in(ola), f"/calls/{call.slug}/agenda"
    form = page.get(f"{address}/templates").text
    key = form.partition('name="once" value="')[2].partition('"')[0]
    sent = {"template": "lean-coffee", "once": key}

    for _ in range(2):
        page.post(f"{address}/beginnings", data=sent)
    unknown = page.post(f"{address}/beginnings", data={"template": "nothing"})

    assert unknown.status_code == 422
    with reading():
        assert len(titles(call)) == 6
    later = sent | {"once": "another"}
    asked = page.post(f"{address}/beginnings", data=later)
    with reading():
        assert (asked.status_code, len(titles(call))) == (409, 6)
    assert "They would stand there twice." in asked.text
    assert page.post(f"{address}/beginnings", data=later | {"again": "yes"}).status_code == 303
    with reading():
        assert len(titles(call)) == 10


def test_an_agenda_is_kept_and_taken_away_on_pages(scene, reading, signed_in):
    ola, call = scene
    page, address = signed_in(ola), f"/calls/{call.slug}/agenda/templates"

    wrong = page.post(address, data={"name": ""})
    page.post(address, data={"name": "Ours", "about": "For us."})
    listed = page.get(address).text
    with reading():
        number = db.session.scalars(select(Template.id)).one()
    gone = page.post(f"/agenda-templates/{number}/removal", follow_redirects=True).text

    assert wrong.status_code == 422
    assert "Begin with “Ours”" in listed
    assert "Put it back" in gone
    assert "Ours" not in page.get(address).text


def schedule_like(page, call) -> str:
    form = page.get(f"/calls/new?like={call.slug}").text
    assert 'value="Supper"' in form
    sent = {
        "like": call.slug,
        "title": "Supper again",
        "visibility": "public",
        "recording": "not recorded",
        "note_takers": "ask first",
        "language": "en",
        "sittings-0-day": "2026-04-13",
        "sittings-0-time": "17:00",
        "sittings-0-zone": "Europe/Berlin",
        "sittings-0-minutes": "60",
    }
    return page.post("/calls", data=sent).location


def test_a_call_is_scheduled_like_another_with_its_agenda_as_a_draft(
    scene, reading, signed_in, client
):
    ola, call = scene

    location = schedule_like(signed_in(ola), call)

    with reading():
        copy = db.session.scalars(select(Call).where(Call.own_title == "Supper again")).one()
        assert titles(copy) == ["Licences", "A draft"]
        assert titles(call) == ["Licences", "A draft"]
        assert [s.local_start.day for s in sittings_of(copy)] == [13]
    assert "Licences" not in client.get(location).text


def test_nobody_takes_along_what_they_do_not_facilitate(scene, writing, reading, signed_in):
    _, call = scene
    with writing():
        fay = make_member("Fay", Role.FACILITATOR)
    page = signed_in(fay)

    form = page.get(f"/calls/new?like={call.slug}").text

    assert "Supper" not in form
    sent = {"like": call.slug, "title": "Mine", "visibility": "public"}
    sent |= {"recording": "not recorded", "note_takers": "ask first", "language": "en"}
    sent |= {"sittings-0-day": "2026-04-13", "sittings-0-time": "17:00"}
    page.post("/calls", data=sent | {"sittings-0-zone": "UTC", "sittings-0-minutes": "60"})
    with reading():
        copy = db.session.scalars(select(Call).where(Call.own_title == "Mine")).one()
        assert titles(copy) == []
