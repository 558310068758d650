"""What a call and its record say: a responder takes words out under the code, and back in."""

import pytest

from community.access import Viewer
from community.calls.models import Call
from community.conduct.state_models import Standing
from community.db import db
from community.moderation import setting_aside
from community.moderation.content_parts import PartOfIt
from community.moderation.content_spans import Aside
from community.moderation.out_of_sight import content_at
from community.moderation.seen_content import own_content
from community.records import drafting
from community.records.models import Record
from community.records.redacting_calls import OnlyInPart
from community.text import render_markdown
from tests.conduct.build import KIND
from tests.moderation.build import days, report
from tests.moderation.everywhere import make_place
from tests.notes.saying import NO_TOOL
from tests.records.build import OVER, held, publish

WORDS = "numbatpeople"
HIDDEN = Aside(Standing.HIDDEN, KIND.key, "It is unkind.")
CUT = Aside(Standing.REDACTED, KIND.key, "It is unkind.", WORDS)
CLAUSE = "A part of this was taken out by a responder under the code of conduct:"


def _place():
    """A call of Ola's, with the words in its title, description and summary."""
    here = make_place()
    call = held(here["Ola"], here["Mia"], title="Of Numbatpeople")
    call.slug, call.own_description_source = "of-numbatpeople", f"We speak of {WORDS}."
    call.own_description_html = render_markdown(call.own_description_source)
    summary = {"version": drafting.hold(call, now=OVER).version, "said": NO_TOOL}
    drafting.write_summary(call, f"All {WORDS} came.", **summary, by=here["Ola"], now=OVER)
    publish(call, here["Ola"])
    return here | {"held": call}


@pytest.fixture
def here(db_session):
    return _place()


def _subject(here, by="Rue"):
    return content_at(Viewer(here[by]), f"call:{here['held'].slug}", None)


def test_a_report_about_a_call_copies_its_summary_once_everybody_reads_that(here):
    row, _ = report(f"call:{here['held'].slug}", by=here["Mia"])
    assert f"All {WORDS} came." in row.copy.text_source
    assert (row.copy.author_id, row.copy.author_name) == (None, "")


def test_words_go_from_all_that_a_call_says_and_come_back(here):
    call, rue, kim = here["held"], here["Rue"], here["Kim"]
    before = call.slug
    state = setting_aside.set_aside(_subject(here), CUT, by=rue, now=days(1, OVER))
    record = db.session.get_one(Record, call.id)
    texts = (call.title, call.description_source, call.description_html, record.summary_html)
    assert [one for one in texts if WORDS in one.lower()] == []
    assert ("numbat" in before, "numbat" in call.slug) == (True, False)
    (seen,) = own_content(here["Ola"].person_id, days(1, OVER))
    assert seen.can_appeal
    setting_aside.bring_back(state, by=kim, now=days(2, OVER))
    texts = (call.title, call.description_source, call.description_html, record.summary_html)
    assert [one for one in texts if WORDS in one.lower()] == list(texts)


def test_who_holds_it_takes_nothing_out_so_and_nobody_takes_it_out_of_sight(here):
    with pytest.raises(PartOfIt):
        setting_aside.set_aside(_subject(here, "Ola"), CUT, by=here["Ola"], now=OVER)
    with pytest.raises(OnlyInPart):
        setting_aside.set_aside(_subject(here), HIDDEN, by=here["Rue"], now=OVER)


def test_on_the_pages_a_bar_stands_with_the_clause(writing, client, signed_in, at):
    with writing():
        here = _place()
        slug, number = here["held"].slug, here["held"].id
    with at(days(1, OVER)):
        rue, page = signed_in(here["Rue"]), f"/calls/{slug}"
        assert f"/desk/content/new?about=call:{slug}" in rue.get(page).text.replace("%3A", ":")
        asked = rue.get(f"/desk/content/new?about=call:{slug}").text
        assert ("Take words out of it" in asked, "Hide it" in asked) == (True, False)
        given = {"about": f"call:{slug}", "clause": KIND.key, "why": "Rude.", "words": WORDS}
        assert rue.post("/desk/content", data={**given, "state": "hidden"}).status_code == 422
        sure = {**given, "state": "redacted", "sure": "yes"}
        assert rue.post("/desk/content", data=sure).status_code == 303
        with writing() as session:
            slug = session.get_one(Call, number).slug
        pages = (f"/calls/{slug}", f"/calls/{slug}/record")
        for one in (*pages, *(f"/calls/{slug}/record.{kind}" for kind in ("md", "json"))):
            answer = client.get(one)
            assert (answer.status_code, WORDS in answer.text.lower()) == (200, False)
        for one in pages:
            assert CLAUSE in client.get(one).text
        assert client.get(page).status_code == 404
        assert f'/calls/{slug}"' not in client.get(f"/search?q={WORDS}").text
        assert WORDS in signed_in(here["Ola"]).get("/standing").text.lower()
