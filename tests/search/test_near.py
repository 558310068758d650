"""Words that were misspelt find what was meant: of what one may find, and of nothing else."""

from threading import Thread

import pytest
import sqlalchemy as sa

from community.access import VISITOR, Viewer
from community.agendas import redacting as redacting_items
from community.agendas.models import Item
from community.calls.models import Call, Visibility
from community.db import db, transaction
from community.notes import editing
from community.notes.models import Note
from community.search import indexing
from community.search.models import Term
from community.search.near import near
from community.search.queries import first
from community.search.spelling import nearest, parts
from community.search.words import asked_for
from tests.agendas.build import make_evening, proposed
from tests.attendance.crowd import in_a_transaction
from tests.factories import START, make_community, make_member
from tests.notes.saying import NO_TOOL, say
from tests.patterns.build import draft
from tests.search.looking import found
from tests.waiting import until_held_up

KNOWN = ["facilitator", "facilitators", "licence", "licences", "calm", "call", "grant", "grief"]


@pytest.mark.parametrize(
    ("typed", "is_open", "meant"),
    [
        ("licnece", False, ["licence"]),  # swapped
        ("licene", False, ["licence"]),  # left out
        ("liccences", False, ["licences", "licence"]),  # put in
        ("facilitatir", False, ["facilitator", "facilitators"]),  # mistaken
        ("facilytaters", False, ["facilitators"]),  # two, in a long word
        ("cull", False, ["call"]),
        ("clal", False, ["call"]),  # across the middle
        ("facilyt", True, ["facilitator", "facilitators"]),  # not at its end yet
        ("facilyt", False, []),
        ("grxxt", False, []),
        ("licence", False, ["licences"]),
    ],
)
def test_the_nearest_words_are_those_a_few_letters_away(typed, is_open, meant):
    assert nearest(typed, KNOWN, is_open=is_open)[:2] == meant
    at = parts(typed, is_open=is_open)
    reached = [
        word
        for word in meant[:1]
        if word.startswith(at.beginning) or word.endswith(at.end) or word in at.swapped
    ]
    assert reached == meant[:1]  # where they are looked for in the index, they are


@pytest.fixture
def scene(writing):
    """A public evening of Ola's, one for members, and a draft of a pattern of Mia's."""
    with writing():
        make_community()
        ola, mia = make_member("Ola"), make_member("Mia")
        call = make_evening(ola, title="Évening of licences")
        say(call, mia, "Zebras bring a lantern.")
        among = make_evening(ola, title="Budgets among ourselves")
        among.own_visibility = Visibility.MEMBERS
        draft(mia, title="Umbrellas beforehand")
    return ola, mia, call


def meant_by(query, who=None):
    """What is offered to somebody who typed `query`."""
    viewer = Viewer(who) if who else VISITOR
    asked = asked_for(query)
    other = near(asked, viewer, first(asked, viewer, most=3), most=3)
    return (other.query, [one.title or one.text for one in other.found]) if other else None


def terms():
    """The words that are known, by who may find them."""
    return {tuple(row) for row in db.session.execute(sa.select(Term.audience, Term.word))}


def test_what_was_misspelt_is_found_by_those_who_may_see_it(scene, reading):
    ola, mia, _ = scene
    evening = ("licences", ["Évening of licences"])
    with reading():
        assert meant_by("licnces") == evening
        assert meant_by("evning of licnces") == ("evening of licences", evening[1])
        assert meant_by("lantren zebra") == ("lantern zebra", ["Zebras bring a lantern."])
        assert meant_by("licences lanterm") is None  # nothing says both
        assert (meant_by("licences"), meant_by("xyzxyz licnces"), meant_by("lam")) == (None,) * 3
        assert meant_by("budgest") is None
        assert meant_by("budgest", mia) == ("budgets", ["Budgets among ourselves"])
        assert (meant_by("umbrelas", ola), meant_by("umbrelas")) == (None, None)


def test_words_are_known_as_long_as_they_stand_where_all_or_members_find_them(
    scene, writing, reading, app
):
    ola, mia, call = scene
    with reading():
        first_known = terms()
        assert {("public", "zebras"), ("members", "budgets")} <= first_known
        assert not {word for _, word in first_known} & {"umbrellas", "beforehand", "of"}
    with writing():
        item = proposed(db.session.merge(call), db.session.merge(mia), "Ask Zebras about a ladder")
        say(db.session.merge(call), db.session.merge(mia), "Ladder, evening, ladder.")
    with writing():
        by = Viewer(db.session.merge(ola))
        asked = db.session.get_one(Item, item.id)
        redacting_items.redact(asked, "Zebras", why="Private.", by=by, now=START)
        redacting_items.redact(asked, "about", why="Private.", by=by, now=START)
    with reading():
        assert ("public", "about") not in terms()
        assert {("public", "zebras"), ("public", "ladder")} <= terms()  # said elsewhere, too
    with writing():
        db.session.get_one(Call, call.id).own_visibility = Visibility.MEMBERS
    with reading():
        assert ("public", "zebras") not in terms()
        assert (meant_by("zebrsa"), meant_by("zebrsa", ola)[0]) == (None, "zebras")


def test_the_index_written_anew_knows_the_words_of_everything_and_no_others(scene, app):
    with app.app_context():
        before = terms()
        with transaction():
            db.session.execute(sa.delete(Term).where(Term.word == "zebras"))
            db.session.add(Term(audience="public", word="ghosts", backwards="stsohg"))
        indexing.index_all(now=START)
        assert terms() == before
        assert found("zebras")


@pytest.mark.engines("sqlite")
def test_the_pages_say_what_may_have_been_meant(scene, client, signed_in):
    _, mia, _ = scene
    page, palette = (client.get(f"/{name}?q=<licnces").text for name in ("search", "palette"))

    assert "Nothing here says “&lt;licnces”." in page
    assert 'Did you mean <a href="/search?q=licences">licences</a>?' in " ".join(page.split())
    assert "Évening of <mark>licences</mark>" in page
    assert "Did you mean “licences”?" in palette
    assert "Évening of <mark>licences</mark>" in palette
    assert client.get("/search?q=licnces&kind=note").text.count("Did you mean") == 0
    told = client.get("/search.json?q=licnces").json
    assert (told["results"], told["near"]["query"]) == ([], "licences")
    assert [one["title"] for one in told["near"]["results"]] == ["Évening of licences"]
    assert client.get("/search.json?q=licences").json["near"] is None
    assert "budgets" not in client.get("/search?q=budgest").text
    assert "<mark>Budgets</mark>" in signed_in(mia).get("/palette?q=budgest").text


@pytest.mark.engines("postgresql")
def test_a_word_that_two_take_out_at_once_is_known_no_longer(scene, writing, reading, app):
    ola, mia, _ = scene
    with writing():
        first = say(make_evening(db.session.merge(ola)), db.session.merge(mia), "Umbrellas here.")
        second = say(make_evening(db.session.merge(ola)), db.session.merge(mia), "Umbrellas there.")

    def reword(note, text):
        given = {"base": 1, "said": NO_TOOL, "by": db.session.merge(mia), "now": START}
        editing.change(db.session.get_one(Note, note.id), text, **given)

    other = Thread(target=in_a_transaction(app, lambda: reword(second, "Hats.")))
    with writing():
        reword(first, "Caps.")
        indexing.index([("note", first.id)])
        other.start()
        until_held_up(other)
    other.join()
    with reading():
        known = {word for _, word in terms()}
        assert ("hats" in known, "umbrellas" in known) == (True, False)
