"""Several redactions of one text, changes in between, and what is put back in any order."""

import pytest
from sqlalchemy import select

from community.access import Viewer
from community.agendas import writing as agenda_writing
from community.agendas.drafts import ItemDraft
from community.agendas.models import Item
from community.conduct import forgetting
from community.conduct.holdings import erase_content
from community.conduct.kept_text_models import KeptText
from community.conduct.state_models import Standing
from community.conduct.taking_out import Back
from community.db import db
from community.marks import BAR
from community.moderation import setting_aside
from community.moderation.content_spans import Aside
from community.moderation.out_of_sight import content_at
from community.moderation.seen_content import own_content
from community.moderation.setting_aside import GoneForEver
from community.moderation.subject_queries import subject_at
from community.notes import editing, redacting
from community.notes.holdings import erase as erase_notes
from community.notes.queries import revisions_of
from community.patterns import known_uses, suggestion_holdings
from community.patterns import redacting as redacting_patterns
from community.patterns.begun_from_notes import begin_from
from community.patterns.holdings import erase as erase_patterns
from community.patterns.known_use_models import KnownUse
from community.patterns.queries import standing_of
from community.patterns.stage_queries import evidence_of
from tests.agendas.build import make_evening, on_agenda, publish_agenda
from tests.conduct.build import KIND
from tests.factories import START
from tests.moderation.aside import HIDDEN, hide, people_and_note
from tests.moderation.build import days
from tests.moderation.everywhere import make_place
from tests.notes.saying import NO_TOOL, say
from tests.patterns.build import emerging, revised, used


def _without(words: str) -> Aside:
    return Aside(Standing.REDACTED, KIND.key, "It is unkind.", words)


@pytest.fixture
def people(db_session):
    return people_and_note()[0]


def _note(people, *texts):
    """A note of Mia's that said each of these in turn."""
    note = say(make_evening(people["Ola"]), people["Mia"], texts[0])
    for text in texts[1:]:
        _change(note, people, text)
    return note


def _change(note, people, text):
    editing.change(note, text, base=note.version, said=NO_TOOL, by=people["Mia"], now=START)


def _said(note):
    return [*(one.text_source for one in revisions_of(note)), note.text_source]


def _back(state, by):
    return setting_aside.bring_back(state, by=by, now=days(1))


def test_versions_that_redact_alike_get_each_their_own_words_back(people):
    rue = people["Rue"]
    note = _note(people, "You fools again.", "You idiots again.")
    fools, idiots = hide(note, rue, _without("fools")), hide(note, rue, _without("idiots"))
    assert _said(note) == [f"You {BAR} again."] * 2
    assert _back(fools, rue) is Back.EARLIER
    assert _said(note)[0] == "You fools again."
    assert note.text_source == f"You {BAR} again."
    assert fools.kept == "fools"  # to be put back by hand: what it says now may have had them
    forgetting.forget_one(fools)
    assert _back(idiots, rue) is Back.NOW
    assert (_said(note)[0], note.text_source) == ("You fools again.", "You idiots again.")
    assert db.session.scalars(select(KeptText)).all() == []


def test_overlapping_words_and_words_gone_for_ever_bring_none_of_others_back(people):
    rue = people["Rue"]
    note = _note(people, "Only beta gamma.", "Alpha beta gamma, delta, eta theta.")
    first, second, third, fourth = (
        hide(note, rue, _without(words))
        for words in ("Alpha beta", "beta gamma", "delta", "eta theta")
    )
    assert _said(note) == [f"Only {BAR}.", f"{BAR} gamma, {BAR}, {BAR}."]
    assert _back(first, rue) is Back.NOW
    assert note.text_source == f"Alpha {BAR}, {BAR}, {BAR}."
    again = hide(note, rue, _without("Alpha"))
    redacting.redact(note, "eta", why="x", by=Viewer(people["Ola"]), now=START)
    assert fourth.kept == ""
    assert _back(third, rue) is not Back.NOW  # else a part of the fourth would be there
    assert "theta" not in " ".join(_said(note))
    forgetting.forget_one(second)
    with pytest.raises(GoneForEver):
        _back(fourth, rue)
    _back(again, rue)
    assert not any(word in " ".join(_said(note)) for word in ("beta", "theta"))
    assert db.session.scalars(select(KeptText)).all() == []


def test_forgetting_one_leaves_the_other_whole(people, db_session):
    rue = people["Rue"]
    note = _note(people, "You people, again and again.")
    forgotten, other = hide(note, rue, _without("people")), hide(note, rue, _without("You"))
    forgetting.forget_one(forgotten)
    db_session.flush()
    (kept,) = db_session.scalars(select(KeptText)).all()
    assert "people" not in kept.text
    assert _back(other, rue) is Back.NOW
    assert note.text_source == f"You {BAR}, again and again."


def test_where_it_was_changed_the_words_are_kept_for_its_author(people, db_session):
    rue, mia, ola = people["Rue"], people["Mia"], people["Ola"]
    call = make_evening(ola)
    (item,) = on_agenda(call, mia, "A thing to talk about", body="You people again.")
    publish_agenda(call, ola)
    item.proposed_by_id = mia.id
    subject = subject_at(Viewer(rue), f"item:{item.key}")
    state = setting_aside.set_aside(subject, _without("people"), by=rue, now=START)
    draft = ItemDraft(title=item.title, body=f"Sorry, {BAR}.")
    agenda_writing.change(item, draft, version=item.version, now=START)
    assert _back(state, rue) is Back.EARLIER  # in the edition
    assert (item.body_source, state.kept) == (f"Sorry, {BAR}.", "people")
    seen = [one for one in own_content(state.author_id, days(2)) if one.key == state.key]
    assert [("people" in one.text_html, one.stands, one.can_appeal) for one in seen] == [
        (True, False, False)
    ]
    erase_content(state.author_id, days(3))
    assert state.kept == ""


def test_who_is_erased_is_named_in_nothing_that_is_kept(people, db_session):
    rue, ola = people["Rue"], people["Ola"]
    handle = f"@{ola.handle}"
    note = _note(people, f"You people, {handle}, and {handle} alone.")
    named, other = hide(note, rue, _without(f"and {handle}")), hide(note, rue, _without("You"))
    for erase in (erase_notes, erase_content):
        erase(ola.person_id, days(1))
    db_session.expire_all()
    kept = [row.text for row in db_session.scalars(select(KeptText))]
    assert not any(handle in text for text in (*kept, named.kept, note.text_source))
    assert [_back(state, rue) for state in (other, named)] == [Back.NOW] * 2
    who = "a former member"
    assert note.text_source == f"You people, {who}, and {who} alone."


def test_words_of_a_pattern_come_back_in_what_was_revised_since(people, db_session):
    rue, ola = people["Rue"], people["Ola"]
    pattern = emerging(ola, title="Ask Ann First Please", solution="Ann, then Ben.")
    subject = subject_at(Viewer(rue), f"pattern:{pattern.slug}")
    ann = setting_aside.set_aside(subject, _without("Ann"), by=rue, now=START)
    revised(pattern, ola, context="Another context.")
    subject = subject_at(Viewer(rue), f"pattern:{pattern.slug}")
    ben = setting_aside.set_aside(subject, _without("then Ben"), by=rue, now=START)
    assert standing_of(pattern).content.solution == f"{BAR}, {BAR}."
    assert _back(ann, rue) is Back.NOW
    assert standing_of(pattern).content.solution == f"Ann, {BAR}."
    assert _back(ben, rue) is Back.NOW
    content = standing_of(pattern).content
    assert (content.title, content.solution) == ("Ask Ann First Please", "Ann, then Ben.")


def test_a_known_use_loses_its_link_for_now_and_counts_as_who_it_is(people, db_session):
    rue, mia, kim = people["Rue"], people["Mia"], people["Kim"]
    pattern = emerging(people["Ola"])
    names = ("Acme House", "acme  house", "Brill House", "Crown House")
    address = "https://house.example/acme"
    for name in names:
        known_uses.verify_use(used(pattern, mia, name, url=address), by=kim.person, now=START)
    uses = db_session.scalars(select(KnownUse).order_by(KnownUse.id)).all()
    assert evidence_of(pattern).organisations == 3
    states = [
        taking_out_of(use, words, rue)
        for use, words in zip(uses, (*names[:3], "house.example"), strict=True)
    ]
    assert [use.organisation for use in uses[:3]] == [BAR] * 3
    assert evidence_of(pattern).organisations == 3
    assert (uses[3].url, uses[3].organisation) == ("", "Crown House")
    assert [_back(state, rue) for state in reversed(states)] == [Back.NOW] * 4
    assert [use.organisation for use in uses] == list(names)
    assert {use.url for use in uses} == {address}


def taking_out_of(use, words, by):
    """Words of a known use, taken out as a responder."""
    subject = content_at(Viewer(by), f"use:{use.id}", None)
    return setting_aside.set_aside(subject, _without(words), by=by, now=START)


@pytest.mark.usefixtures("in_january")
@pytest.mark.engines("sqlite")
def test_what_is_out_of_sight_loses_words_by_the_page_and_what_was_changed_is_said(
    writing, signed_in
):
    with writing():
        place = make_place()
        item = place["item"]
        about = f"item:{item.key}"
        subject = subject_at(Viewer(place["Rue"]), about)
        setting_aside.set_aside(subject, HIDDEN, by=place["Rue"], now=START)
        assert "seekable" not in item.body_source
    rue = signed_in(place["Rue"])
    asked = {"about": about, "state": "redacted", "clause": KIND.key, "why": "It is unkind."}
    assert "A seekable" in rue.get("/desk/content/new", query_string={"about": about}).text
    shown = rue.post("/desk/content", data={**asked, "words": "seekable"})
    assert (shown.status_code, "Where a bar would stand" in shown.text) == (200, True)
    done = rue.post("/desk/content", data={**asked, "words": "seekable", "sure": "yes"})
    assert done.status_code == 303
    with writing():
        row = db.session.get_one(Item, item.id)
        assert row.body_source.startswith(f"A {BAR}")
        row.body_source = f"Another text, {BAR}."
    back = rue.post(f"{done.location}/withdrawal", follow_redirects=True).text
    assert "in earlier versions alone" in back
    assert "seekable" in rue.get(done.location).text


def test_what_was_begun_from_a_note_has_the_words_back_with_it(people, db_session):
    rue, ola, mia = people["Rue"], people["Ola"], people["Mia"]
    note = _note(people, "Ann plans the annual evening.")
    pattern = begin_from(note, "", by=ola, now=START)
    revised(pattern, ola, title="How to plan", summary="By Ann.", solution="Ann, once a year.")
    state = hide(note, rue, _without("Ann"))
    content = standing_of(pattern).content
    assert (content.summary, content.context) == (f"By {BAR}.", f"{BAR} plans the annual evening.")
    revised(pattern, ola, solution="Somebody, once a year.")
    assert _back(state, rue) is Back.NOW
    content = standing_of(pattern).content
    assert (content.summary, content.context) == ("By Ann.", "Ann plans the annual evening.")
    assert content.solution == "Somebody, once a year."
    hide(note, rue, _without("Ann"))
    redacting_patterns.redact(pattern, "annual evening", why="x", by=mia.person, now=START)
    kept = select(KeptText.spot, KeptText.text)
    assert not any("annual" in text for spot, text in db_session.execute(kept) if " of " in spot)
    for erase in (suggestion_holdings.erase, erase_patterns):
        erase(ola.person_id, days(1))
    assert not any(" of " in spot for spot, _ in db_session.execute(kept))
