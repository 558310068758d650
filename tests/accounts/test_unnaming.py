"""Where somebody is named, who has left, and where what looks alike is left alone."""

import pytest
from sqlalchemy import select

from app import HOLDINGS
from community.accounts import leaving
from community.accounts.models import Member
from community.accounts.unnaming import FORMER, _pattern, _said
from community.attendance import rsvps
from community.attendance.models import Answer, Rsvp
from community.calls import scheduling
from community.calls.models import Call, Series
from community.db import db
from community.facilitation.look_back_models import LookBack, LookBackRemoval
from community.notes.models import Note
from community.once import Submission
from community.patterns.collection_models import Collection
from community.patterns.known_use_models import KnownUse
from community.patterns.models import Pattern
from community.search.models import Document
from community.text import render_markdown
from tests.calls.build import begin, sitting_at
from tests.factories import START, make_call, make_community, make_member, make_sitting
from tests.hanging import ends_within
from tests.moderation.test_purging import tables_with
from tests.notes.saying import say
from tests.patterns import build as patterns

pytestmark = pytest.mark.engines("sqlite")
SAID = {
    "_@zed_ said so, __@zed__ too.": "_a former member_ said so, __a former member__ too.",
    "@zed/@ola please, or @ola/@zed.": "a former member/@ola please, or @ola/a former member.",
    "See [her](/people/zed), {here}/people/zed.": "See [her](/people/-), {here}/people/-.",
    "@zedé and @zedさん, @zed_two, @zed-two": None,
    "https://social.example/@zed, https://w3.example/people/zed, /people/zed-two": None,
}


def test_source_and_html_name_nobody_who_left_and_say_the_same(writing, reading, settings):
    here = settings.base_url
    with writing():
        make_community()
        ola, zed = make_member("Ola"), make_member("Zed")
        zed.handle = "zed"
        ola.handle = "ola"
        call = make_call(ola)
        for text in SAID:
            say(call, ola, text.replace("{here}", here))
        told = {"note": "With @zed", "access_needs": "As @zed knows", "now": START}
        rsvps.answer(make_sitting(call), ola.person, answer=Answer.GOING, **told)
        back = LookBack(call=call, member=ola, worked="What @zed did", differently="", at=START)
        db.session.add(back)
        db.session.flush()
        removal = LookBackRemoval(look_back_id=back.id, by_id=ola.id, at=START, reason="@zed asked")
        db.session.add(removal)
        use = patterns.used(patterns.proposed(ola), ola, organisation="Tea of @zed")
        use.place = "At @zed’s"
    with writing():
        again = db.session.get_one(Member, zed.id)
        leaving.erase(again, HOLDINGS, typed_handle="zed", now=START)

    expected = [(left or text).replace("{here}", here) for text, left in SAID.items()]
    with reading():
        notes = db.session.scalars(select(Note).order_by(Note.id)).unique().all()
        assert [note.text_source for note in notes] == expected
        rsvp = db.session.scalars(select(Rsvp)).one()
        use = db.session.scalars(select(KnownUse)).one()
        assert (rsvp.note, rsvp.access_needs) == (f"With {FORMER}", f"As {FORMER} knows")
        assert db.session.scalars(select(LookBack.worked)).one() == f"What {FORMER} did"
        assert db.session.scalars(select(LookBackRemoval.reason)).all() == [f"{FORMER} asked"]
        assert (use.organisation, use.place) == (f"Tea of {FORMER}", f"At {FORMER}’s")
        assert [note.text_html for note in notes] == [
            render_markdown(text, {"ola"}) for text in expected
        ]


def test_the_longest_text_with_mentions_after_slashes_takes_no_time(app):
    """One word of half a text before, and thousands of mentions behind it."""
    text = "a" * 25_000 + " /@zed" * 2_000 + " " + "/@zed" * 2_000 + " @ola/@zed" * 1_000
    with app.app_context(), ends_within(5):
        told = _said(_pattern(["zed"]), FORMER, text)
    assert told.count(FORMER) == 1_000


def test_no_address_made_of_a_title_names_who_left(writing, reading, client):
    with writing():
        make_community()
        ola, zed = make_member("Ola"), make_member("Zed")
        zed.handle = "zed-q"
        begin(ola, title="Evenings of @zed-q")
        make_call(ola, title="@zed-q", slug="zed-q")
        make_call(ola, title="From a to zed q", slug="from-a-to-zed-q")
        patterns.proposed(ola, title="How @zed-q asks")
        once = patterns.proposed(ola, title="What @zed-q tells")
        patterns.revised(once, ola, title="What to tell")
        patterns.collected(ola, title="All by @zed-q")
        ends = ("", "/agenda", "?said=1", "#notes", "uill/agenda")
        for end in ends:
            db.session.add(Submission(key=f"1:{end}", location=f"/calls/zed-q{end}", at=START))
    with writing():
        again = db.session.get_one(Member, zed.id)
        leaving.erase(again, HOLDINGS, typed_handle="zed-q", now=START)

    with reading():
        assert tables_with("zed-q") == {"call.slug", "search_document.key", "submission.location"}
        assert db.session.scalars(select(Submission.key)).all() == ["1:uill/agenda"]
        found = select(Document.key).where(Document.key.contains("zed-q"))
        assert db.session.scalars(found).all() == ["from-a-to-zed-q"]
        slugs = {
            kind: sorted(db.session.scalars(select(kind.slug).order_by(kind.slug)))
            for kind in (Series, Call, Pattern, Collection)
        }
    assert slugs[Series] == ["evenings-of"]
    assert slugs[Call][0] == "call"
    assert slugs[Call][-1] == "from-a-to-zed-q"
    assert {slug[:12] for slug in slugs[Call][1:-1]} == {"evenings-of-"}
    assert (slugs[Pattern], slugs[Collection]) == (["how-asks", "what-tells"], ["all-by"])
    assert client.get("/patterns/how-asks").status_code == 200
    assert client.get(f"/calls/{slugs[Call][1]}").status_code == 200


def test_no_address_names_who_left_by_a_title_of_before(writing, reading):
    with writing():
        make_community()
        ola, zed = make_member("Ola"), make_member("Zed")
        zed.handle = "zed-q"
        begin(ola, title="Evenings of @zed-q").title = "Evenings"
        begin(ola, title="To zed q and back")
        make_call(ola, title="Talks", slug="talks-with-zed-q-2")
        make_call(ola, title="Talks", slug="azed-q")
        patterns.collected(ola, title="All by @zed-q").title = "All"
    with writing():
        again = db.session.get_one(Member, zed.id)
        leaving.erase(again, HOLDINGS, typed_handle="zed-q", now=START)

    with reading():
        slugs = {kind: set(db.session.scalars(select(kind.slug))) for kind in (Series, Call)}
        assert db.session.scalars(select(Collection.slug)).all() == ["all-by"]
    assert slugs[Series] == {"evenings-of", "to-zed-q-and-back"}
    dates = {slug[:18] for slug in slugs[Call]}
    assert dates == {"evenings-of-2026-0", "to-zed-q-and-back-", "talks-with-2", "azed-q"}


@pytest.mark.parametrize("handle", ["extra", "2026-05-06", "05", "call", "series"])
def test_what_is_put_behind_an_address_names_nobody(writing, reading, handle):
    with writing():
        make_community()
        ola, zed = make_member("Ola"), make_member("Zed")
        zed.handle = handle
        series = begin(ola, title="Evening")
        scheduling.add_date(series, [sitting_at("2026-05-06T10:00")], by=ola, now=START)
        make_call(ola, title="晩", slug="call-2")
        before = _addresses()
    with writing():
        again = db.session.get_one(Member, zed.id)
        leaving.erase(again, HOLDINGS, typed_handle=handle, now=START)

    with reading():
        assert _addresses() == before


def _addresses() -> list[str]:
    return [slug for kind in (Series, Call) for slug in db.session.scalars(select(kind.slug))]
