"""Why a call was cancelled, and other short words of it, taken out wherever they are read."""

import pytest
from sqlalchemy import select

from community.access import Viewer
from community.accounts.models import Role
from community.calls import changing
from community.calls.models import Removal
from community.calls.queries import sittings_of
from community.calls.times import Cancellation
from community.conduct.state_models import ContentState, Standing
from community.db import db
from community.moderation import setting_aside
from community.moderation.content_parts import PartOfIt
from community.moderation.content_spans import Aside, NotThere
from community.moderation.out_of_sight import content_at
from community.moderation.seen_content import own_content
from community.records import drafting
from community.records.models import Absence, Link, LinkKind
from tests.conduct.build import KIND
from tests.factories import START, make_member
from tests.moderation.build import days
from tests.moderation.everywhere import make_place
from tests.notes.saying import NO_TOOL
from tests.records.build import LATER, OVER, held, publish

WORD = "gnuword"
CUT = Aside(Standing.REDACTED, KIND.key, "It is unkind.", WORD)
CLAUSE = "A part of this was taken out by a responder under the code of conduct:"
FEEDS = ("/calls/{call}/call.ics", "/calendar.ics", "/series/{series}/calendar.ics")


@pytest.fixture
def cancelled(writing):
    """A call that Ola has cancelled, with the word in why."""
    with writing():
        here = make_place()
        (sitting,) = sittings_of(here["call"])
        changing.cancel(sitting, by=here["Ola"], reason=f"Because {WORD}.", now=START)
    return here


def cut(here, *, now, by="Rue"):
    """Take the word out of the call."""
    subject = content_at(Viewer(here[by]), f"call:{here['call'].slug}", None)
    return setting_aside.set_aside(subject, CUT, by=here[by], now=now)


def _kept(client, feeds):
    return {one: client.get(one) for one in feeds}


def _unchanged(client, kept):
    """The feeds that are said to be what a reader has kept of them."""
    asked = {one: {"If-None-Match": was.headers["ETag"]} for one, was in kept.items()}
    return [one for one in asked if client.get(one, headers=asked[one]).status_code == 304]


def test_words_go_from_why_it_was_cancelled_in_every_calendar_and_come_back(
    cancelled, writing, client, at
):
    feeds = [one.format_map(cancelled["at"]) for one in FEEDS]
    with at(days(1)):
        kept = _kept(client, feeds)
        assert [one for one in feeds if WORD in kept[one].text] == feeds
        assert _unchanged(client, kept) == feeds
        with writing():
            number = cut(cancelled, now=days(1)).id
        assert _unchanged(client, kept) == []
        kept = _kept(client, feeds)
        assert [one for one in feeds if WORD in kept[one].text] == []
        with writing():
            state = db.session.get_one(ContentState, number)
            setting_aside.bring_back(state, by=cancelled["Kim"], now=days(1))
        assert _unchanged(client, kept) == []
        assert [one for one in feeds if WORD in client.get(one).text] == feeds


def test_beside_a_bar_in_why_it_was_cancelled_stands_the_clause(cancelled, writing, client, at):
    page = f"/calls/{cancelled['call'].slug}"
    with at(days(1)):
        assert CLAUSE not in client.get(page).text
        with writing():
            cut(cancelled, now=days(1))
        assert CLAUSE in client.get(page).text


@pytest.mark.parametrize("what", ["link", "absence", "removal"])
def test_the_clause_stands_beside_a_bar_in_a_link_and_in_why_it_has_gone(writing, client, at, what):
    with writing():
        here = make_place()
        here["call"] = call = held(here["Ola"], here["Mia"])
        page = f"/calls/{call.slug}" + ("" if what == "removal" else "/record")
        if what == "link":
            _written("link", call, here["Mia"], here["Ola"])
            publish(call, here["Ola"])
        else:
            _with_the_word_in(what, call, here["Ola"])
        state = cut(here, now=days(1, OVER))
        assert state.author_id == here["Ola"].person_id
        if what == "removal":
            db.session.scalars(select(Removal)).one().withdrawn_at = None
            db.session.scalars(select(Removal)).one().withdrawn_by_id = None
    with at(days(2, OVER)):
        text = client.get(page).text
    assert (CLAUSE in text, WORD in text) == (True, False)


@pytest.mark.parametrize("what", ["captions", "access", "removal", "absence"])
def test_words_go_from_the_short_texts_of_a_call_and_come_back(db_session, what):
    here = make_place()
    read = _with_the_word_in(what, here["call"], here["Ola"])
    assert WORD in read()
    state = cut(here, now=days(1))
    assert WORD not in read()
    assert state.author_id == here["Ola"].person_id
    setting_aside.bring_back(state, by=here["Kim"], now=days(2))
    assert WORD in read()


def _with_the_word_in(what, call, ola):
    """Gives what reads the text."""
    said = f"For {WORD}."
    if what in {"captions", "access"}:
        setattr(call, f"own_{what}", said)
        return lambda: getattr(call, what)
    by = {"call_id": call.id, "by_id": ola.id, "at": START}
    gone = Removal(**by, reason=said, withdrawn_at=START, withdrawn_by_id=ola.id)
    absence = Absence(**by, why=said)
    db.session.add(absence if what == "absence" else gone)
    db.session.flush()
    return lambda: absence.why if what == "absence" else gone.reason


@pytest.mark.parametrize("column", ["title", "description_source", "captions", "access"])
def test_of_words_that_a_date_has_from_its_series_it_is_said_who_can_change_them(
    db_session, column
):
    here = make_place()
    setattr(here["series"], column, f"Of {WORD}")
    with pytest.raises(NotThere, match="These words stand in the series “"):
        cut(here, now=days(1))
    setattr(here["series"], column, "Of others")
    with pytest.raises(NotThere, match="do not stand here any more"):
        cut(here, now=days(1))


def test_that_they_stand_in_the_series_is_said_beside_the_words(writing, signed_in, at):
    with writing():
        here = make_place()
        here["series"].description_source = f"All {WORD}."
    about = f"call:{here['call'].slug}"
    given = {"about": about, "clause": KIND.key, "why": "Rude.", "words": WORD}
    with at(days(1)):
        page = signed_in(here["Rue"]).post("/desk/content", data={**given, "state": "redacted"})
    assert page.status_code == 422
    assert "These words stand in the series “Practitioners" in page.text
    assert f"{WORD}</textarea>" in page.text


WRITERS = {"title": "Ola", "summary": "Mia", "link": "Nan", "cancellation": "Nan"}


@pytest.mark.parametrize("where", sorted(WRITERS))
def test_whoever_wrote_the_words_is_told_and_takes_none_out(db_session, where):
    here = make_place()
    call = held(here["Ola"], here["Mia"], title=f"Of {WORD}" if where == "title" else "Of all")
    nan = here["Nan"] = make_member("Nan", Role.RESPONDER)
    _written(where, call, here["Mia"], nan)
    here["call"] = call
    with pytest.raises(PartOfIt):
        cut(here, now=days(1, OVER), by="Nan")
    state = cut(here, now=days(1, OVER))
    assert state.author_id == here[WRITERS[where]].person_id
    told = {name for name in ("Ola", "Mia", "Nan") if own_content(here[name].person_id, LATER)}
    assert told == {WRITERS[where]}


def _written(where, call, mia, nan):
    """The word where it is to be; the summary is Mia's."""
    (sitting,) = sittings_of(call)
    said = f"All {WORD}." if where == "summary" else "A fine evening."
    version = drafting.hold(call, now=OVER).version
    drafting.write_summary(call, said, version=version, said=NO_TOOL, by=mia, now=OVER)
    why = f"Because {WORD}." if where == "cancellation" else "Because of rain."
    off = {"withdrawn_at": OVER, "withdrawn_by_id": mia.id}
    title = f"On {WORD}" if where == "link" else "On all"
    url = "https://example.org/slides"
    link = Link(call_id=call.id, kind=LinkKind.SLIDES, title=title, url=url, by_id=nan.id, at=OVER)
    row = Cancellation(sitting_id=sitting.id, by_id=nan.id, at=OVER, reason=why, **off)
    db.session.add_all([link, row])
    db.session.flush()
