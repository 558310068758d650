"""What two responders do in the same moment is done once, and nothing is lost."""

import threading
from functools import partial

import pytest
from sqlalchemy import func, select

from community.accounts.models import Member, Role
from community.conduct import imposing
from community.conduct.imposing import MeasureDraft
from community.conduct.measure_models import Measure
from community.conduct.queries import latest
from community.conduct.state_models import ContentReading, ContentState, Heard, Said, Went
from community.db import db
from community.moderation import (
    appealing,
    content_appeals,
    deciding,
    merging,
    naming,
    second_reading,
)
from community.moderation.appeal_models import Appeal, AppealOutcome, Outcome
from community.moderation.appealing import NoAppeal, Word
from community.moderation.case_models import Case, CaseReport
from community.moderation.content_appeals import NotAsked
from community.moderation.deciding import RulingDraft
from community.moderation.merging_models import CaseMerging
from community.moderation.ruling_models import Ruling, RulingDecider, RulingMade, RulingNotice
from community.notes import waiting
from community.notes.models import Note
from community.notes.waiting_models import NoteHold
from community.notes.writing import NoteText, thread_for
from tests.attendance.crowd import at_once, in_a_transaction
from tests.conduct.build import KIND, SMALL, publish
from tests.factories import START, make_call, make_community, make_member
from tests.moderation.aside import hide, people_and_note
from tests.moderation.build import LETTER, case_of, days, report, take
from tests.notes.saying import NO_TOOL

pytestmark = pytest.mark.engines("sqlite", "postgresql")


def _got(model, number):
    return db.session.get_one(model, number)


def _count(reading, model):
    with reading() as session:
        return session.scalar(select(func.count()).select_from(model))


@pytest.fixture
def responders(writing):
    """Rue and Kim, by their numbers, in a place with a code."""
    with writing():
        make_community()
        publish(make_member("Stella", Role.STEWARD), SMALL)
        return [make_member(name, Role.RESPONDER).id for name in ("Rue", "Kim")]


def test_two_who_let_the_same_note_through_let_it_through_once(app, writing, reading, responders):
    with writing():
        thread = thread_for(make_call(make_member("Ola")), now=START)
        typed = NoteText("See www.tea.example", NO_TOOL)
        number = waiting.hold(thread, typed, by=make_member("Nele"), now=START).id

    def let_through(by):
        held, member = _got(NoteHold, number), _got(Member, by)
        return waiting.let_through(held, by=member, now=START).id

    made = at_once(*(in_a_transaction(app, partial(let_through, by)) for by in responders))

    assert made[0] == made[1]
    assert _count(reading, Note) == 1


def test_two_who_decide_and_send_a_ruling_at_once_make_one_measure(
    app, writing, reading, responders
):
    with writing():
        ada = make_member("Ada")
        pat = make_member("Pat", Role.RESPONDER)
        publication = latest()
        case = case_of(report(person=ada.person, now=START)[0])
        take(case, pat, *(_got(Member, number) for number in responders))
        given = {"rationale": "It was loud.", "lasts_days": 30}
        given |= LETTER | {"person": ada.person, "publication": publication, "level": 2}
        draft = RulingDraft(**given, clauses=[KIND.key])
        number = deciding.draft(case, draft, by=pat, now=START).id

    def both(act):
        def run(by):
            act(_got(Ruling, number), by=_got(Member, by), now=days(1))

        return at_once(*(in_a_transaction(app, partial(run, by)) for by in responders))

    assert both(deciding.agree) == [None, None]
    assert both(deciding.notify) == [None, None]
    kept = [_count(reading, one) for one in (RulingMade, RulingNotice, Measure)]
    assert kept == [1, 1, 1]
    assert _count(reading, RulingDecider) in {2, 3}  # who comes second may find it decided


WITHDRAWN = Word(Outcome.WITHDRAWN, "It was not so.", "It is withdrawn.")


def _appealed(responders):
    """An appeal by Ada, which three hear, one of whom says that it is withdrawn; its number."""
    ada = make_member("Ada")
    lou, sam = (make_member(name, Role.RESPONDER) for name in ("Lou", "Sam"))
    two = [_got(Member, number) for number in responders]
    case = take(case_of(report(person=ada.person, now=START)[0]), lou, sam, *two)
    given = {"rationale": "It was loud.", "lasts_days": 30, "level": 2, "clauses": [KIND.key]}
    given |= LETTER | {"person": ada.person, "publication": latest()}
    ruling = deciding.draft(case, RulingDraft(**given), by=lou, now=START)
    deciding.agree(ruling, by=sam, now=START)
    deciding.notify(ruling, by=sam, now=START)
    row = appealing.appeal(ruling, "Please.", now=START)
    pat = make_member("Pat", Role.RESPONDER)
    naming.ask(case, pat, by=lou, now=START)
    take(case, pat)
    for one in (pat, *two):
        appealing.hear(row, by=one, now=START)
    appealing.say(row, WITHDRAWN, by=pat, now=START)
    return row.id


def test_two_who_say_the_last_word_on_an_appeal_say_it_once(app, writing, reading, responders):
    with writing():
        number = _appealed(responders)

    def say(by):
        row = _got(Appeal, number)
        assert row.outcome is None or row.outcome.outcome is Outcome.WITHDRAWN  # read as by a page
        try:
            appealing.say(row, WITHDRAWN, by=_got(Member, by), now=days(1))
        except NoAppeal:
            return "decided"
        return "said"

    said = at_once(*(in_a_transaction(app, partial(say, by)) for by in responders))
    assert sorted(said) == ["decided", "said"]
    assert _count(reading, AppealOutcome) == 1


@pytest.mark.engines("postgresql")  # on the other nobody reads what they write before they hold it
def test_two_who_lift_a_measure_lift_it_once(app, writing, responders):
    with writing():
        draft = MeasureDraft(latest().version_id, KIND.key, 2, (), START, None, "Loud.")
        number = imposing.impose(draft, on=make_member("Ada").person, now=START).id

    both = threading.Barrier(2)

    def lift():
        measure = _got(Measure, number)
        assert measure.lifting is None  # read as a page does, by both
        both.wait(timeout=20)
        imposing.lift(measure, why="It was another.", now=days(1))

    assert at_once(*(in_a_transaction(app, lift) for _ in range(2))) == [None, None]


def test_a_report_that_comes_while_two_cases_become_one_is_in_that_one(
    app, writing, reading, responders
):
    with writing():
        ada = make_member("Ada")
        made = [case_of(report(person=one)[0]) for one in (ada.person, None)]
        two = [_got(Member, one) for one in responders]
        cases = [take(one, *two).id for one in made]

    def merge():
        first, second = (_got(Case, one) for one in cases)
        by = _got(Member, responders[0])
        return merging.merge(first, second, by=by, why="The same.", now=START).id

    def add():
        person = _got(Member, ada.id).person
        return report(person=person, words="And now.", now=days(1))[0].id

    lead, added = at_once(in_a_transaction(app, merge), in_a_transaction(app, add))

    with reading() as session:
        into = session.scalars(select(CaseMerging.into_id)).all()
        homes = select(CaseReport.case_id).where(CaseReport.report_id == added)
        assert into == [lead]
        assert session.scalars(homes).one() in {*cases, max(cases) + 1}
        assert session.scalar(select(func.count()).select_from(CaseReport)) == 3


def test_an_appeal_is_answered_once_and_its_answer_passed_on_once(app, writing, reading):
    with writing():
        people, note = people_and_note()
        lou = make_member("Lou", Role.RESPONDER)
        number = hide(note, people["Rue"]).id
        content_appeals.appeal_content(_got(ContentState, number), "A joke.", now=START)
        two = [people["Kim"].id, lou.id]

    def hear(by, outcome):
        state, member = _got(ContentState, number), _got(Member, by)
        content_appeals.hear(state, outcome, "Because.", by=member, now=days(1))

    acts = (partial(hear, by, how) for by, how in zip(two, Heard, strict=True))
    first, second = at_once(*(in_a_transaction(app, one) for one in acts))
    assert {type(first), type(second)} == {NotAsked, type(None)}

    def pass_on():
        by = _got(Member, rue)
        query = select(ContentReading).where(ContentReading.said == Said.ANSWER)
        second_reading.pass_on(db.session.scalars(query).one(), by=by, now=days(2))

    rue = people["Rue"].id
    assert at_once(*(in_a_transaction(app, pass_on) for _ in range(2))) == [None, None]
    with reading() as session:
        query = select(ContentReading.outcome).where(ContentReading.said == Said.ANSWER)
        assert session.scalars(query).all() == [Went.PASSED]
