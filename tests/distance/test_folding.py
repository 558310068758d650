"""What somebody muted wrote is folded wherever it can be read, and left out of the palette."""

import re

import pytest

from community.accounts.models import Member
from community.agendas import states
from community.db import db
from community.distance import distancing
from community.distance.models import Keeping
from community.notes import editing
from community.notes.models import Kind
from community.patterns import curating, objecting
from community.patterns.curation_models import Verdict
from tests.agendas.build import make_evening, proposed, publish_agenda
from tests.facilitation.build import EVENING
from tests.factories import START, make_community, make_member
from tests.notes.saying import NO_TOOL, say
from tests.patterns.build import proposed as pattern_of
from tests.patterns.build import used
from tests.records.build import OVER, again, held, on_item, publish

pytestmark = pytest.mark.engines("sqlite")
NOTE, ITEM, PROPOSAL = "zebraquill", "quaggaword", "kakapoword"
FOLDED = re.compile(r'<details class="note-folded">.*?</details>', re.DOTALL)
# Notes have a menu of their own: what is folded is read without it.
MENU = re.compile(r'<details class="note-rest">.*?</details>', re.DOTALL)
PAGES = {
    "/calls/{call}": NOTE,
    "/calls/{call}/notes": NOTE,
    "/calls/{call}/record": NOTE,
    "/calls/{next}/agenda": ITEM,
    "/calls/{next}/agenda#": PROPOSAL,
    "/calls/{next}/agenda/editions/1": ITEM,
    "/notes/{note}/revisions": NOTE,
    "/search?q=seekable": NOTE,
    "/search?q=seekable#": ITEM,
    "/search?q=seekable&kind=item": PROPOSAL,
}


@pytest.fixture
def place(writing):
    """A call that was held and one to come, with something in each that Bo wrote."""
    with writing():
        make_community()
        ada, bo, ola = (make_member(name) for name in ("Ada", "Bo", "Ola"))
        call = held(ola, ada)
        note = say(call, bo, f"A seekable {NOTE}.", kind=Kind.DECISION, now=EVENING)
        editing.change(note, f"A truly seekable {NOTE}.", base=1, said=NO_TOOL, by=bo, now=EVENING)
        on_item(call, "First canary", bo, f"A {NOTE} on the item", now=EVENING)
        publish(again(call), ola)
        following = make_evening(ola, title="The next evening")
        item = proposed(following, bo, "To accept", body=f"A seekable {ITEM}.")
        states.accept(item, by=ola, now=START)
        publish_agenda(following, ola)
        proposed(following, bo, f"A seekable {PROPOSAL}", body=f"More of {PROPOSAL}.")
    at = {"call": call.slug, "next": following.slug, "note": note.key}
    return at, ada, bo


def _again(member):
    return db.session.get_one(Member, member.id)


def _parts(reader, address, at):
    """What a page says outside of what is folded, and all it says."""
    whole = MENU.sub("", reader.get(address.format_map(at), follow_redirects=True).text)
    return FOLDED.sub("", whole), whole


def test_it_is_folded_on_every_page_for_whoever_mutes_them_and_for_nobody_else(
    place, signed_in, writing, at
):
    there, ada, bo = place
    me, them = signed_in(ada), signed_in(bo)
    palette = [f"/palette?q={word}" for word in (NOTE, ITEM, PROPOSAL)]
    with at(OVER):
        for address, word in PAGES.items():
            assert word in _parts(me, address, there)[0], address
        assert all("palette-found" in me.get(one).text for one in palette)
        with writing():
            distancing.keep_off(_again(bo), Keeping.MUTE, by=_again(ada), now=OVER)
        for address, word in PAGES.items():
            open_words, whole = _parts(me, address, there)
            assert word in whole, address
            assert word not in open_words, address
            assert word in _parts(them, address, there)[0], address
        assert not any("palette-found" in me.get(one).text for one in palette)
        assert all("palette-found" in them.get(one).text for one in palette)
        found = me.get("/search.json?q=seekable").json["results"]
        assert {one["folded"] for one in found} == {True}


def test_known_uses_reviews_and_objections_are_folded_on_a_pattern(place, writing, signed_in):
    _, ada, bo = place
    words = ("tapirword", "okapiword", "narwhalword")
    with writing():
        pattern = pattern_of(make_member("Mia"))
        used(pattern, bo, adapted=f"By {words[0]}.")
        said = {"interest": "None.", "words": f"A {words[1]}.", "by": bo.person, "now": START}
        curating.review(pattern, Verdict.WORK, **said)
        objecting.object_to(pattern, f"No {words[2]}.", by=bo.person, now=START)
        slug = pattern.slug
    browser, address = signed_in(ada), f"/patterns/{slug}"

    assert FOLDED.findall(browser.get(address).text) == []
    with writing():
        distancing.keep_off(_again(bo), kind=Keeping.MUTE, by=_again(ada), now=START)
    page = browser.get(address).text
    folded = " ".join(FOLDED.findall(page))
    assert [(word in folded, word in FOLDED.sub("", page)) for word in words] == [(True, False)] * 3
