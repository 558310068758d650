"""Words of curators, of who verified a use, and why something was decided: set aside by
themselves, while what was decided stays.
"""

from dataclasses import replace

import pytest
from sqlalchemy import select

from community.access import Viewer
from community.accounts.models import Role
from community.conduct.state_models import Standing
from community.db import db
from community.marks import BAR
from community.moderation import setting_aside
from community.moderation.content_parts import PartOfIt
from community.moderation.out_of_sight import content_at
from community.moderation.subject_queries import subject_at
from community.patterns import curating, known_uses, staging
from community.patterns.curation_queries import retirement_of, word_for
from community.patterns.facets import Stage
from community.patterns.known_use_models import KnownUse, UseState
from community.patterns.known_use_queries import uses_of
from community.patterns.known_uses import UseDraft
from community.patterns.library_queries import library_whole
from community.patterns.models import Pattern, StageChange
from community.patterns.redaction_queries import spots_of
from tests.conduct.build import KIND
from tests.factories import START, make_member
from tests.moderation.aside import HIDDEN
from tests.moderation.build import days
from tests.moderation.everywhere import BECAME, DECLINE, SEEN, SPOKEN, STAGE, make_place
from tests.patterns.build import draft, proposed, revised

ALL = ("curator-word:{spoken}", "verification:{seen}", "stage:{stage}", "decline:{declined}")


@pytest.fixture
def here(db_session):
    return make_place()


def _aside(here, about, given=HIDDEN, *, by="Rue", now=START):
    subject = content_at(Viewer(here["Ola"]), about.format_map(here["at"]), None)
    assert subject is not None
    return setting_aside.set_aside(subject, given, by=here[by], now=now)


def _retired(here):
    slug = here["at"]["retired"]
    return db.session.scalars(select(Pattern).where(Pattern.slug == slug)).one()


@pytest.mark.usefixtures("in_january")
def test_a_pattern_stays_retired_while_why_it_was_is_out_of_sight(client, signed_in, writing):
    with writing():
        place = make_place()
        key = _aside(place, "stage:{stage}").key
    page = "/patterns/{retired}".format_map(place["at"])
    said, mia = client.get(page).text, signed_in(place["Mia"]).get(page).text
    assert said.count("Somebody’s words were here. They were hidden by a responder") == 2
    assert ("Retired" in said, "Another way" in said, "Be kind." in said) == (True, True, True)
    assert [one for one in (STAGE, "Rue", "You wrote it") if one in said] == []
    assert ("You wrote it" in mia, STAGE in mia) == (True, False)
    signed_in(place["Kim"]).post(f"/desk/content/{key}/withdrawal")
    assert STAGE in client.get(page).text


@pytest.mark.usefixtures("in_january")
def test_a_note_stays_declined_while_why_it_was_is_out_of_sight(client, signed_in, writing):
    with writing():
        place = make_place()
        key = _aside(place, "outcome:{outcome}").key
    page = "/threads/{asked}".format_map(place["at"])
    said, mia = client.get(page).text, signed_in(place["Mia"]).get(page).text
    found = ("Why so?", "Declined.", "Somebody’s words were here. They were hidden", "Be kind.")
    assert [one in said for one in found] == [True for _ in found]
    assert [one for one in (BECAME, "Rue", "You wrote it") if one in said] == []
    assert ("You wrote it" in mia, BECAME in mia) == (True, False)
    signed_in(place["Kim"]).post(f"/desk/content/{key}/withdrawal")
    assert BECAME in client.get(page).text


def test_why_it_was_retired_or_declined_goes_along_as_a_bar(here):
    _aside(here, "stage:{stage}")
    _aside(here, "outcome:{outcome}")
    told = {taken.slug: facts for taken, facts in library_whole(lambda *_: "")}
    assert told[here["at"]["retired"]]["history"]["stages"][-1]["why"] == BAR
    threads = told[here["at"]["pattern"]]["threads"]
    notes = [note for thread in threads for note in thread["notes"]]
    assert [note["outcome"]["why"] for note in notes if note["outcome"]] == [BAR]


def test_of_spam_nothing_stands_where_a_why_was(here):
    _aside(here, "stage:{stage}", replace(HIDDEN, state=Standing.SPAM))
    told = retirement_of(_retired(here))
    assert (told.why, told.place.placeholder) == ("", None)


def test_what_the_rules_or_nobody_said_cannot_be_reported(here):
    changes = db.session.scalars(select(StageChange).order_by(StageChange.id))
    by_nobody = [one for one in changes if not one.why]
    assert [one for one in by_nobody if subject_at(Viewer(), f"stage:{one.id}")] == []
    staging.move(here["other"], Stage.EMERGING, by=None, why="By the rules.", now=START)
    assert subject_at(Viewer(), f"stage:{staging.last_change(here['other']).id}") is None


def test_only_who_reads_it_reports_it(here):
    mine = proposed(here["Ola"], title="A third way")
    staging.take_back(mine, by=here["Ola"].person, why="Too early.", now=START)
    named = f"stage:{staging.last_change(mine).id}"
    declined = "decline:{declined}".format_map(here["at"])
    found = [
        [name for name in ("Ola", "Mia", "Rue") if subject_at(Viewer(here[name]), one)]
        for one in (named, declined)
    ]
    assert found == [["Ola"], ["Ola", "Mia"]]
    assert draft(here["Mia"]).stage is Stage.DRAFT


def test_who_wrote_of_it_or_told_of_the_use_does_not_judge_it(here):
    for about in ("curator-word:{spoken}", "verification:{seen}", "decline:{declined}"):
        for name in ("Mia", "Ola"):
            if (name, about[:7]) != ("Ola", "curator"):
                with pytest.raises(PartOfIt):
                    _aside(here, about, by=name)
    revised(here["other"], here["Rue"], solution="Other.")
    for about in ("curator-word:{spoken}", "verification:{seen}"):
        with pytest.raises(PartOfIt):
            _aside(here, about)
    for name in ("Mia", "Ola"):
        with pytest.raises(PartOfIt):
            _aside(here, "stage:{stage}", by=name)


def test_a_word_that_is_out_of_sight_counts_no_more_and_leaves_room_for_another(here):
    other = here["other"]
    state = _aside(here, "curator-word:{spoken}")
    gone = word_for(other.id, ())
    assert (gone.placeholder.clause_key, curating.word_for(other)) == (KIND.key, None)
    setting_aside.bring_back(state, by=here["Kim"], now=days(1))
    assert SPOKEN in word_for(other.id, ()).row.word
    again = _aside(here, "curator-word:{spoken}", now=days(2))
    curator = make_member("Cat", Role.CURATOR)
    curating.speak_for(other, word="Well done.", by=curator.person, now=days(3))
    setting_aside.bring_back(again, by=here["Kim"], now=days(4))
    assert word_for(other.id, ()).row.word == "Well done."


def test_a_use_is_not_verified_while_how_it_was_is_out_of_sight(here):
    other = here["other"]
    state = _aside(here, "verification:{seen}")
    (line,) = uses_of(other.id)
    assert (line.verified, line.unverified.placeholder.clause_key) == (None, KIND.key)
    setting_aside.bring_back(state, by=here["Kim"], now=days(1))
    (line,) = uses_of(other.id)
    assert (SEEN in line.verified.word, line.unverified) == (True, None)


def test_what_says_something_else_since_is_not_verified_again_by_what_comes_back(here):
    other, ola = here["other"], here["Ola"].person
    state = _aside(here, "verification:{seen}")
    use = db.session.scalars(select(KnownUse).where(KnownUse.pattern_id == other.id)).one()
    changed = UseDraft("A bigger school", UseState.USING)
    known_uses.change_use(use, changed, by=ola, now=days(1))
    (line,) = uses_of(other.id)
    assert (line.verified, line.unverified) == (None, None)
    setting_aside.bring_back(state, by=here["Kim"], now=days(2))
    (line,) = uses_of(other.id)
    assert (line.verified, line.unverified) == (None, None)


def test_another_can_verify_it_meanwhile(here):
    other, kim = here["other"], here["Kim"]
    state = _aside(here, "verification:{seen}")
    use = db.session.scalars(select(KnownUse).where(KnownUse.pattern_id == other.id)).one()
    known_uses.verify_use(use, by=kim.person, word="I work there.", now=days(1))
    setting_aside.bring_back(state, by=here["Rue"], now=days(2))
    (line,) = uses_of(other.id)
    assert (line.verified.word, line.unverified) == ("I work there.", None)


def test_whoever_takes_words_out_of_its_pattern_reads_none_of_it(here):
    words = {"other": (SPOKEN, SEEN), "pattern": (DECLINE,)}
    for about in ALL:
        _aside(here, about)
    for name, some in words.items():
        spots = {one.text: one.is_open for one in spots_of(here[name]) if one.text}
        assert [spots[f"It is {word}."] for word in some] == [False for _ in some]
    spots = {one.text: one.is_open for one in spots_of(_retired(here)) if one.text}
    assert not spots[f"It is {STAGE}."]


@pytest.mark.usefixtures("in_january")
def test_beside_a_part_that_was_taken_out_stands_the_clause(client, signed_in, writing):
    with writing():
        place = make_place()
        for about, word in zip(ALL, (SPOKEN, SEEN, STAGE, DECLINE), strict=True):
            _aside(place, about, replace(HIDDEN, state=Standing.REDACTED, words=word))
    ola = signed_in(place["Ola"])
    pages = ("/patterns/{other}", "/patterns/{retired}", "/pattern-suggestions/{declined}")
    said = [ola.get(one.format_map(place["at"])).text for one in pages]
    part = "A part of this was taken out by a responder under the code of conduct:"
    assert [one.count(part) for one in said] == [2, 2, 1]
    assert [f"It is {BAR}." in one for one in said] == [True, True, True]
