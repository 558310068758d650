"""Words taken out of corrections of records, their answers and addresses of links, and put back."""

import json

import pytest
from sqlalchemy import select

from community.access import Viewer
from community.conduct.state_models import Standing
from community.db import db
from community.drafts import places
from community.drafts.keeping import keep_draft
from community.drafts.models import Draft
from community.moderation import setting_aside
from community.moderation.content_spans import Aside
from community.moderation.out_of_sight import content_at
from community.records import correcting, linking, redacting_calls
from community.records.corrections import Correction, CorrectionReply, Outcome
from community.records.models import Link, LinkKind
from tests.conduct.build import KIND
from tests.moderation.aside import PURGED, hide
from tests.moderation.build import days
from tests.moderation.everywhere import answered, make_place, where
from tests.notes.saying import say
from tests.records.build import OVER, held, opened, publish, record

WORD = "gnuword"
CUT = Aside(Standing.REDACTED, KIND.key, "It is unkind.", WORD)
CLAUSE = "A part of this was taken out by a responder under the code of conduct:"
ADDRESS = f"https://example.org/{WORD}"


def place(*where):
    """A record with the word in some of these: a correction, its answer, the address of a link."""
    here = make_place()
    here["call"] = call = held(here["Ola"], here["Mia"])
    opened(call, here["Ola"])
    said = {one: f"Between us, {WORD}." if one in where else "Nothing" for one in ("asked", "told")}
    asked = correcting.ask(call, said["asked"], by=here["Mia"], now=OVER)
    correcting.answer(asked, Outcome.LEFT, word=said["told"], by=here["Ola"], now=OVER)
    url = ADDRESS if "address" in where else "https://example.org/"
    linking.add_link(call, LinkKind.SLIDES, title="Slides", url=url, by=here["Ola"], now=OVER)
    return here


def cut(here):
    """Take the word out."""
    subject = content_at(Viewer(here["Rue"]), f"call:{here['call'].slug}", None)
    return setting_aside.set_aside(subject, CUT, by=here["Rue"], now=days(1, OVER))


def texts():
    """What stands in the three places."""
    columns = Correction.words, CorrectionReply.word, Link.url
    return [db.session.scalars(select(one)).one() for one in columns]


@pytest.mark.parametrize(
    ("where", "writer"), [("asked", "Mia"), ("told", "Ola"), ("address", "Ola")]
)
def test_words_go_and_come_back_and_whoever_wrote_them_is_told(db_session, where, writer):
    here = place(where)
    before = texts()
    state = cut(here)
    assert [one for one in texts() if WORD in one] == []
    assert state.author_id == here[writer].person_id
    setting_aside.bring_back(state, by=here["Kim"], now=days(2, OVER))
    assert texts() == before


def test_what_is_begun_and_not_sent_brings_no_word_back(db_session):
    here = place("asked")
    call, mia = here["call"], here["Mia"]
    about = {"note": here["note"].key}
    forms = {
        places.of_correction(call.id): f"Not so, {WORD}.",
        places.of_correction(call.id, about): f"{WORD}, she said.",
        places.of_summary(call.id): f"All of it was {WORD}.",
        places.of_call(call.id): f"For {WORD}.",
        places.of_new_call(call.id): f"Like {WORD}.",
        places.of_summary(here["series"].id + 1000): f"Elsewhere {WORD}.",
    }
    for form, text in forms.items():
        keep_draft(mia, form, text, now=OVER, beside={"title": f"On {WORD}"})

    cut(here)

    left = {one.place for one in db.session.scalars(select(Draft)) if WORD in str(vars(one))}
    assert left == {places.of_summary(here["series"].id + 1000)}


def test_of_an_address_nothing_is_left_and_the_title_stays(db_session):
    here = place("address")
    cut(here)
    assert texts()[2] == ""
    assert db.session.scalars(select(Link.title)).all() == ["Slides"]


def test_what_is_purged_of_a_note_goes_from_the_address_of_a_link_that_repeats_it(db_session):
    here = place("address")
    note = say(here["call"], here["Mia"], ADDRESS, now=OVER)
    hide(note, here["Rue"], PURGED, now=days(1, OVER))
    assert texts()[2] == ""


def test_what_few_read_is_no_part_of_what_the_call_says(db_session):
    here = place("asked", "told", "address")
    said = redacting_calls.source_of(here["call"])
    assert (ADDRESS in said, "Between us" in said) == (True, False)
    spots = {one.name.split("-")[0]: one for one in redacting_calls.own_spots(here["call"])}
    assert not spots["correction"].is_open
    assert not spots["reply"].is_open


def test_on_no_page_they_stand_any_more_but_a_bar_with_the_clause(writing, signed_in, client, at):
    with writing():
        here = place("asked", "told", "address")
        ola, mia, rue = (here[name] for name in ("Ola", "Mia", "Rue"))
        pages = [
            record(here["call"], rest) for rest in ("", "/edit", "/corrections", ".md", ".json")
        ]
        about = f"call:{here['call'].slug}"
        series = f"/series/{here['series'].slug}/export.zip"
    with at(days(1, OVER)):
        given = {"about": about, "clause": KIND.key, "why": "Rude.", "words": WORD}
        asked = signed_in(rue).post("/desk/content", data={**given, "state": "redacted"})
        assert "The words stand where you do not read, too" in asked.text
        assert "Between us" not in asked.text
        sure = {**given, "state": "redacted", "sure": "yes"}
        assert signed_in(rue).post("/desk/content", data=sure).status_code == 303
        with writing():
            publish(here["call"], ola, now=days(1, OVER))
        for who in (ola, mia):
            seen = signed_in(who).get(pages[2]).text
            assert (CLAUSE in seen, WORD in seen, "Between us, █" in seen) == (True, False, True)
        read = [(ola, one) for one in (*pages, series)] + [(mia, "/profile/export.zip")]
        said = {one: answered(signed_in(who), one) for who, one in read}
        assert where(said, WORD) == set()
        assert "between us, █" in said["/profile/export.zip"]
        assert CLAUSE in client.get(pages[0]).text
        assert [one["url"] for one in json.loads(client.get(pages[4]).text)["links"]] == [None]


def test_words_that_stand_where_nobody_else_reads_are_taken_out_by_the_page(writing, signed_in, at):
    with writing():
        here = place("asked")
        about, rue = f"call:{here['call'].slug}", here["Rue"]
    given = {"about": about, "clause": KIND.key, "why": "Rude.", "words": WORD, "state": "redacted"}
    with at(days(1, OVER)):
        asked = signed_in(rue).post("/desk/content", data=given)
        assert (asked.status_code, "Yes, take the words out" in asked.text) == (200, True)
        nowhere = signed_in(rue).post("/desk/content", data={**given, "words": "yakword"})
        assert nowhere.status_code == 422
