"""A note hidden at once during a call: out of sight everywhere, and there again by itself."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from community import clock
from community.access import Viewer
from community.accounts.models import Role
from community.conduct.content import ClauseText
from community.conduct.emergencies import Measure
from community.conduct.emergency_models import Act, ActingRole, Emergency
from community.conduct.holdings import export_emergencies
from community.conduct.state_models import Content, Standing
from community.db import db
from community.moderation import at_once, setting_aside
from community.moderation.at_once import NotAlone, NotThem
from community.moderation.at_once_forms import AtOnceForm
from community.moderation.at_once_queries import notes_in_sight
from community.moderation.content_forms import ContentForm
from community.moderation.content_parts import PartOfIt
from community.moderation.content_spans import Aside
from community.moderation.report_models import ReportCopy
from community.moderation.subject_queries import subject_at, subject_numbered
from community.notes import hiding_at_once, removing
from community.notes.models import NoteRemoval
from community.notes.removing import SetAside
from community.notes.writing import NoteText, write
from tests.conduct.build import KIND, publish, with_clauses
from tests.factories import START, make_call, make_community, make_member
from tests.moderation.build import refuses
from tests.moderation.everywhere import ADDRESSES, NOTE, make_place
from tests.notes.saying import NO_TOOL, say

DAY = timedelta(days=1)
SOON = START + timedelta(minutes=1)
WHY = "It makes fun of how somebody speaks."
SEARCHED = {"/search?q=seekable", "/search.json?q=seekable"}
OF_NOTES = {
    one
    for one in ADDRESSES
    if any(
        part in one for part in ("/record", "{series}/", "{thread}", "{note}", "/search", "/live")
    )
    and not one.endswith(".zip")
}


@pytest.fixture
def place(writing):
    with writing():
        return make_place()


def _where(client, at, among):
    said = {one: client.get(one.format_map(at), follow_redirects=True) for one in among}
    return {one for one, answer in said.items() if NOTE.encode() in answer.data.lower()}


@pytest.mark.engines("sqlite")
def test_a_note_hidden_at_once_is_nowhere_for_a_day_and_comes_back_by_itself(
    place, client, signed_in, at, reading
):
    call, note = (place["at"][one] for one in ("call", "note"))
    there, form = f"/calls/{call}/safety/note", {"why": WHY, "clause": KIND.key, "note": note}
    with at(START):
        ola = signed_in(place["Ola"])
        before = _where(client, place["at"], OF_NOTES)
        assert {f"/threads/{{thread}}{end}" for end in ("", ".md", ".json")} | SEARCHED <= before
        assert f"{there}?note={note}" in ola.get(f"/threads/{place['at']['thread']}").text
        assert re.search(f'checked[^>]*value="{note}"', ola.get(f"{there}?note={note}").text)
        assert NOTE not in signed_in(place["Mia"]).get(f"{there}?note={note}").text
        for _twice in range(2):
            assert ola.post(there, data=form).status_code == 303
        assert ola.post(there, data=form | {"note": "another"}).status_code == 422
    with at(SOON):
        for reader in (client, ola):
            assert _where(reader, place["at"], OF_NOTES) == set()
        thread = f"/threads/{place['at']['thread']}"
        assert "It is hidden for now" in client.get(thread).text
        assert f'#{KIND.key}">' in client.get(thread).text.partition("Named for it:")[2][:100]
        mia = signed_in(place["Mia"])
        standing = mia.get("/standing").text
        told = "A note of yours was hidden", WHY, NOTE, "How to have others look at it"
        assert [one for one in told if one not in standing] == []
        assert "Ola" not in standing
        assert re.findall(r"\d\d:\d\d", standing.partition("<main")[2]) == []  # days alone
        assert mia.post(f"/notes/{note}/removal/withdrawal").status_code == 403
        assert ola.post(f"/notes/{note}/removal/withdrawal").status_code == 403
        assert ola.get(f"/calls/{call}/safety").text.count("A note was hidden") == 1
    with reading():  # it comes to the responders, with what it said
        assert db.session.scalars(select(Emergency.act)).all() == [Act.HIDE_NOTE]
        assert [NOTE in one for one in db.session.scalars(select(ReportCopy.text_source))] == [True]
        (mine,) = export_emergencies(place["Mia"].person_id)["emergency measures about me"]
        assert (mine["day"], "from" in mine) == (START.date(), False)
    with at(START + DAY):  # it has ended, and no job has run: the search alone waits for that
        assert _where(client, place["at"], before) == before - SEARCHED
        with reading():
            hiding_at_once.end_those_over(START + DAY)
        assert _where(client, place["at"], SEARCHED) == SEARCHED


@pytest.mark.engines("sqlite")
def test_no_page_that_is_kept_for_visitors_shows_it_or_its_place_a_moment_too_long(
    place, client, signed_in, at, writing
):
    call, note = (place["at"][one] for one in ("call", "note"))
    with writing():
        text = f"A seekable {NOTE}, as in [[{place['at']['pattern']}]]."
        said = NoteText(text, NO_TOOL)
        cited = write(place["note"].thread, said, by=place["Mia"], now=START).key
    pages = (f"/calls/{call}", f"/patterns/{place['at']['pattern']}")
    words = (NOTE, f'"/calls/{call}"')
    form = {"why": WHY, "clause": ""}

    def shown():
        return [client.get(one).text.count(word) for one, word in zip(pages, words, strict=True)]

    with at(START):
        before = shown()
        assert min(before) > 0
        for one in (note, cited):
            there = f"/calls/{call}/safety/note"
            assert signed_in(place["Ola"]).post(there, data=form | {"note": one}).status_code == 303
    with at(START + DAY - timedelta(seconds=1)):
        hidden = shown()
        assert all(now < then for now, then in zip(hidden, before, strict=True)), (hidden, before)
    with at(START + DAY):
        assert shown() == before


@pytest.fixture
def scene(db_session):
    make_community()
    people = {name: make_member(name) for name in ("Ola", "Mia")}
    people |= {name: make_member(name, Role.RESPONDER) for name in ("Rue", "Kim")}
    publish(make_member("Stella", Role.STEWARD))
    call = make_call(people["Ola"])
    return people | {"call": call, "note": say(call, people["Mia"], "Speak properly.")}


def _hide(scene, by="Ola", now=START, role=ActingRole.FACILITATOR):
    note, call = scene["note"], scene["call"]
    subject = subject_at(Viewer(scene[by]), f"note:{note.key}")
    one = {"call_id": call.id, "note_id": note.id, "person": scene["Mia"].person, "why": WHY}
    given = Measure(act=Act.HIDE_NOTE, role=role, **one)
    return at_once.take(given, subject, call, by=scene[by], now=now)


def _is_out(scene, now):
    db.session.expire_all()
    with clock.at(now):
        return scene["note"].is_removed


@pytest.mark.engines("sqlite")
def test_what_is_chosen_among_is_called_by_its_words_and_not_by_where_links_lead(scene):
    say(scene["call"], scene["Mia"], "Go [there](https://far.example/a/b), **now**.")
    (_, label), *_ = notes_in_sight(scene["call"], "", member=scene["Ola"])
    assert label.endswith(": Go there, now.")
    code = with_clauses(ClauseText("links-1", "Read [this](https://far.example/c) first."))
    for form in (AtOnceForm(), ContentForm()):
        offer = getattr(form, "offer_clauses", None) or form.offer
        offer(code)
        assert [one.label for one in form.clause.choices][1] == "Read this first."


def test_it_stands_as_long_as_the_measure_does(scene):
    for name in ("Kim", "Ola"):
        say(scene["call"], scene[name], "Let us go on.")
    with pytest.raises(PartOfIt):
        _hide(scene, by="Kim", role=ActingRole.RESPONDER)
    row = _hide(scene)
    assert (_is_out(scene, SOON), _is_out(scene, START + DAY)) == (True, False)
    with pytest.raises(PartOfIt):
        at_once.ratify(row, by=scene["Kim"], now=SOON)
    at_once.ratify(row, by=scene["Rue"], now=SOON)
    assert (_is_out(scene, SOON), _is_out(scene, START + DAY)) == (True, False)
    with pytest.raises(NotAlone):
        at_once.lift_alone(row, by=scene["Ola"], now=SOON)
    at_once.lift(row, by=scene["Rue"], now=SOON)
    assert not _is_out(scene, SOON)
    own = _hide(scene, now=SOON)
    at_once.lift_alone(own, by=scene["Ola"], now=SOON)
    assert not _is_out(scene, SOON)


@pytest.mark.usefixtures("in_january")
def test_it_stays_hidden_under_a_clause_alone(scene, db_session):
    row, rue = _hide(scene), scene["Rue"]
    for until in (None, row.ends_at + timedelta(seconds=1)):
        with refuses(db_session, "note_hidden_at_once_ends"), db_session.begin_nested():
            db_session.execute(update(NoteRemoval).values(until=until))
    subject = subject_numbered(Content.NOTE, scene["note"].id)
    state = setting_aside.set_aside(
        subject, Aside(Standing.HIDDEN, KIND.key, WHY), by=rue, now=SOON
    )
    assert (_is_out(scene, START + 9 * DAY), state.clause_key) == (True, KIND.key)
    db_session.refresh(row)
    assert row.ratification.by_id == rue.id


@pytest.mark.usefixtures("in_january")
def test_what_takes_its_place_stays_when_it_ends(scene):
    note, rue = scene["note"], scene["Rue"]
    _hide(scene)
    with pytest.raises(SetAside):
        removing.put_back(note, by=scene["Ola"], now=START)
    subject = subject_numbered(Content.NOTE, note.id)
    given = Aside(Standing.HIDDEN, KIND.key, WHY)
    state = setting_aside.set_aside(subject, given, by=rue, now=START)
    assert _is_out(scene, START + DAY)
    setting_aside.bring_back(state, by=rue, now=START)
    assert not _is_out(scene, START)
    _hide(scene, now=SOON)  # the measure stands still
    assert (_is_out(scene, SOON), _is_out(scene, START + DAY)) == (True, False)


def test_when_its_time_is_over_anybody_takes_it_out_as_ever_and_nobody_hides_their_own(scene):
    note, mia = scene["note"], scene["Mia"]
    with pytest.raises(NotThem):
        _hide(scene, by="Mia")
    _hide(scene)
    removing.remove(note, by=mia, now=START + DAY)
    assert _is_out(scene, START + 2 * DAY)
    removing.put_back(note, by=mia, now=START + DAY)
    assert not _is_out(scene, SOON)
