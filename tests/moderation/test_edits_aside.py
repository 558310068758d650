"""Suggested edits and what is written about them: reported and set aside, though few read them."""

import pytest

from community.access import Viewer
from community.conduct.state_models import Standing
from community.db import db
from community.moderation import setting_aside
from community.moderation.content_spans import Aside
from community.moderation.out_of_sight import content_at
from community.moderation.seen_content import view_of
from community.moderation.setting_aside import GoneForEver
from community.patterns import suggesting, suggestion_holdings
from community.patterns.suggesting import SuggestionClosed
from community.patterns.suggestion_models import Suggestion
from community.patterns.suggestion_queries import number_waiting
from tests.conduct.build import KIND
from tests.factories import START
from tests.moderation.build import case_of, days, report, take
from tests.moderation.everywhere import DECLINE, EDIT, MESSAGE, answers, make_place, where

HIDDEN = Aside(Standing.HIDDEN, KIND.key, "It is unkind.")


@pytest.fixture
def here(db_session):
    return make_place()


def _aside(here, about, now=START):
    """Set aside by Rue, who has it before them in a case; Ola sees it."""
    subject = content_at(Viewer(here["Ola"]), about.format_map(here["at"]), None)
    assert subject is not None
    return setting_aside.set_aside(subject, HIDDEN, by=here["Rue"], now=now)


def _case_with(about, place):
    """The key of a case that Rue and Kim have."""
    row, _ = report(about.format_map(place["at"]), by=db.session.merge(place["Ola"]))
    case = take(case_of(row), *(db.session.merge(place[name]) for name in ("Rue", "Kim")))
    return case.key


@pytest.mark.usefixtures("in_january")
@pytest.mark.parametrize(
    ("about", "word", "edit"),
    [
        ("suggestion:{suggestion}", EDIT, "suggestion"),
        ("message:{message}", MESSAGE, "suggestion"),
        ("decline:{declined}", DECLINE, "declined"),
    ],
)
def test_what_few_read_is_reported_by_them_and_is_gone_and_back_for_them(
    client, signed_in, writing, about, word, edit
):
    with writing():
        place = make_place()
        key = _case_with(about, place)
    named, page = about.format_map(place["at"]), f"/pattern-suggestions/{{{edit}}}"
    ola, mia, rue, kim = (signed_in(place[name]) for name in ("Ola", "Mia", "Rue", "Kim"))
    before = answers(ola, place["at"])
    assert page in where(before, word)
    assert f"/report?about={named}" in before[page].replace("%3a", ":")
    assert where(answers(client, place["at"]), word) == set()
    assert rue.get(f"/desk/content/new?about={named}").status_code == 404
    assert word in rue.get(f"/desk/cases/{key}").text
    given = {"about": named, "case": key, "clause": KIND.key, "why": "Unkind.", "state": "hidden"}
    made = rue.post("/desk/content", data=given).location
    after = answers(ola, place["at"])
    assert where(after, word) == set()
    assert ("under the code of conduct" in after[page], "rue" in after[page]) == (True, False)
    assert word in mia.get("/standing").text
    assert "You wrote it" in mia.get(page.format_map(place["at"])).text
    kim.post(f"{made}/withdrawal")
    assert where(answers(ola, place["at"]), word) == where(before, word)
    cut = {**given, "state": "redacted", "words": word, "sure": "yes"}
    made = rue.post("/desk/content", data=cut).location
    cut_page = ola.get(page.format_map(place["at"])).text
    assert (word in cut_page, "A part of this was taken out" in cut_page) == (False, True)
    kim.post(f"{made}/withdrawal")
    assert where(answers(ola, place["at"]), word) == where(before, word)


def test_an_edit_that_waited_waits_no_more_while_it_is_out_of_sight(here):
    ola = here["Ola"].person_id
    assert number_waiting(ola, curates=False) == 1
    state = _aside(here, "suggestion:{suggestion}")
    row = db.session.get_one(Suggestion, state.subject_id)
    assert (number_waiting(ola, curates=False), row.is_aside) == (0, True)
    with pytest.raises(SuggestionClosed):
        suggesting.decline(row, "No.", by=here["Ola"].person, now=days(1))
    setting_aside.bring_back(state, by=here["Kim"], now=days(1))
    assert number_waiting(ola, curates=False) == 1
    suggesting.decline(row, "No.", by=here["Ola"].person, now=days(1))
    again = _aside(here, "suggestion:{suggestion}", now=days(2))
    setting_aside.bring_back(again, by=here["Kim"], now=days(3))
    assert (row.withdrawn_at, number_waiting(ola, curates=False)) == (None, 0)


def test_what_went_with_whoever_wrote_it_is_known_by_its_state_alone(here):
    named = "message:{message}".format_map(here["at"])
    subject, state = content_at(Viewer(here["Ola"]), named, None), _aside(here, named)
    suggestion_holdings.erase(here["Mia"].person_id, days(1))
    seen = view_of(state, days(1), here["Kim"])
    assert (seen.text_html, seen.further) == ("", "")
    with pytest.raises(GoneForEver):
        setting_aside.bring_back(state, by=here["Kim"], now=days(1))
    with pytest.raises(GoneForEver):
        setting_aside.set_aside(subject, HIDDEN, by=here["Kim"], now=days(1))
