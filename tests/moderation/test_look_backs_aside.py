"""What is said of calls without a name: reported and set aside, and still nobody is told whose."""

import pytest
from sqlalchemy import select

from community.access import Viewer, may
from community.accounts.models import Role
from community.conduct.state_models import ContentState, Standing
from community.db import db
from community.facilitation import looking_back
from community.facilitation import setting_aside as taking_out
from community.facilitation.look_back_models import LookBack
from community.facilitation.looking_back import WordsAreOut
from community.facilitation.policies import Permission
from community.facilitation.redaction_queries import spots_of_look_backs
from community.moderation import setting_aside
from community.moderation.content_parts import PartOfIt
from community.moderation.content_spans import Aside
from community.moderation.involved_queries import excluded_from
from community.moderation.out_of_sight import content_at
from community.moderation.seen_content import own_content
from tests.conduct.build import KIND, publish
from tests.facilitation.build import EVENING, looked_back, minutes
from tests.factories import START, make_call, make_community, make_member, make_sitting
from tests.moderation.build import case_of, days, report, take

HIDDEN = Aside(Standing.HIDDEN, KIND.key, "It is unkind.")
WORDS = "A tenrecword."


def _evening(*more):
    """Ola's evening, of which Mia, Rue and Kim said something; Rue and Kim respond, and `more`."""
    make_community()
    publish(make_member("Stella", Role.STEWARD))
    people = {name: make_member(name) for name in ("Ola", "Mia")}
    people |= {name: make_member(name, Role.RESPONDER) for name in ("Rue", "Kim", *more)}
    call = make_call(people["Ola"])
    make_sitting(call)
    words = {"Mia": WORDS, "Rue": "Tea.", "Kim": "Chairs."}
    said = {name: looked_back(call, people[name], word) for name, word in words.items()}
    return people, call, said


@pytest.fixture
def place(db_session):
    return _evening("Lou")


def _aside(said, by, given=HIDDEN, now=START):
    subject = content_at(Viewer(by), f"look-back:{said.key}", None)
    assert subject is not None
    return setting_aside.set_aside(subject, given, by=by, now=now)


def test_a_report_copies_the_words_without_whose_they_are_or_when_they_came(place):
    people, _call, said = place
    row, _ = report(f"look-back:{said['Mia'].key}", by=people["Ola"])
    copy = row.copy
    assert (copy.text_source, copy.author_id, copy.author_name) == (WORDS, None, "")
    assert row.whom_id is None
    assert copy.made_at not in (None, said["Mia"].at)


def test_a_responder_whose_words_they_are_knows_nothing_of_the_case_however_few_are_left(
    db_session,
):
    people, _, said = _evening()
    row, _ = report(f"look-back:{said['Rue'].key}", by=people["Ola"])
    assert excluded_from(row) == {people["Rue"].id}
    with pytest.raises(PartOfIt):
        _aside(said["Rue"], people["Rue"])


def test_whoever_said_it_alone_reads_why_and_neither_they_nor_who_leads_put_it_back(place):
    people, call, said = place
    row = said["Mia"]
    state = _aside(row, people["Lou"])
    (seen,) = own_content(people["Mia"].person_id, days(1))
    assert (WORDS in seen.text_html, seen.can_appeal) == (True, True)
    ola = Viewer(people["Ola"])
    assert may(ola, Permission.TAKE_OUT_LOOK_BACK, said["Kim"])
    assert not may(ola, Permission.TAKE_OUT_LOOK_BACK, row)
    open_texts = {one.text for one in spots_of_look_backs([call], ola, held=False) if one.is_open}
    assert WORDS not in open_texts
    with pytest.raises(WordsAreOut, match="code of conduct"):
        looking_back.take_back(call, by=people["Mia"])
    setting_aside.bring_back(state, by=people["Kim"], now=days(1))
    assert may(ola, Permission.TAKE_OUT_LOOK_BACK, row)
    looking_back.take_back(call, by=people["Mia"])
    assert db.session.get(LookBack, state.subject_id) is None


def test_what_who_leads_had_taken_out_stays_out(place):
    people, _, said = place
    row = said["Mia"]
    subject = content_at(Viewer(people["Lou"]), f"look-back:{row.key}", None)
    looking_back.remove(row, by=people["Ola"], reason=f"No {WORDS}", now=START)
    assert content_at(Viewer(people["Lou"]), f"look-back:{row.key}", None) is None
    state = setting_aside.set_aside(subject, HIDDEN, by=people["Lou"], now=START)
    setting_aside.bring_back(state, by=people["Kim"], now=days(1))
    assert taking_out.set_aside(row, "", by=people["Kim"], now=days(2)) == "taken out before"


@pytest.mark.usefixtures("in_january")
def test_no_page_names_whose_it_is(writing, signed_in, at):
    with writing():
        people, call, said = _evening("Lou")
        row, _ = report(f"look-back:{said['Mia'].key}", by=people["Ola"])
        take(case_of(row), people["Lou"], people["Kim"])
        case, key, slug = case_of(row).key, said["Mia"].key, call.slug
    lou, page = signed_in(people["Lou"]), f"/calls/{slug}/looking-back"
    given = {"about": f"look-back:{key}", "clause": KIND.key, "why": "Rude.", "state": "removed"}
    asked = lou.get(f"/desk/content/new?about=look-back:{key}").text
    made = lou.post("/desk/content", data=given).location
    told = [lou.get(one).text for one in (f"/desk/cases/{case}", made, "/desk/content", page)]
    for text in (asked, *told):
        assert "Mia" not in text
    assert "A responder took it out of sight" not in told[-1]
    with at(EVENING + minutes(60)):
        ola, mia = (signed_in(people[name]).get(page).text for name in ("Ola", "Mia"))
    for text in (ola, mia):
        assert ("words were here" in text, WORDS in text) == (True, False)
    assert ("A responder took it" in mia, "A responder took it" in ola) == (True, False)
    assert WORDS in signed_in(people["Mia"]).get("/standing").text
    with writing():
        assert db.session.scalars(select(ContentState.author_id)).one() == people["Mia"].person_id


@pytest.mark.usefixtures("in_january")
@pytest.mark.parametrize("how", [Standing.HIDDEN, Standing.PURGED])
@pytest.mark.parametrize("boxes", [("worked",), ("differently",), ("worked", "differently")])
def test_a_place_is_kept_in_the_lists_alone_that_had_words(writing, signed_in, at, boxes, how):
    with writing():
        people, call, said = _evening()
        both = {"worked": "", "differently": ""} | dict.fromkeys(boxes, WORDS)
        said["Mia"].worked, said["Mia"].differently = both.values()
        db.session.flush()
        _aside(said["Mia"], people["Rue"], Aside(how, KIND.key, "It is unkind."))
        page = f"/calls/{call.slug}/looking-back"
    with at(EVENING + minutes(60)):
        text = signed_in(people["Ola"]).get(page).text
    halves = text.partition('class="half half-differently"')
    shown = {"worked": halves[0], "differently": halves[2]}
    assert [one for one in shown if "words were here" in shown[one]] == list(boxes)
