"""What is purged goes from what was decided too: the words of rulings, appeals, requests and looks.
Nothing else of them changes, and the audit log says that it was done.
"""

from dataclasses import replace
from hashlib import sha256

import pytest
import sqlalchemy as sa

from community import audit, audit_rows
from community.accounts.models import Role
from community.conduct.content import Effect
from community.conduct.state_models import ContentState, Heard
from community.db import db
from community.marks import BAR
from community.moderation import (
    appealing,
    content_appeals,
    deciding,
    handling,
    merging,
    readmitting,
    salting,
    second_reading,
)
from community.moderation.appeal_models import Appeal, AppealOutcome, AppealWord, Outcome
from community.moderation.appealing import Word
from community.moderation.case_models import Case, CaseState, State
from community.moderation.content_waiting import waiting_for
from community.moderation.deciding import ConditionDraft, RulingDraft
from community.moderation.holdings import erase
from community.moderation.purge_models import IN_NO_CASE, WordPurge
from community.moderation.readmission_models import Answered, Readmission
from community.moderation.readmitting import Reply
from community.moderation.report_models import ReportCopy
from community.moderation.ruling_models import Ruling
from community.moderation.statement_queries import statements_for
from tests.conduct.build import KIND, RESTRICTING, publish
from tests.factories import START, make_call, make_community, make_member
from tests.moderation.aside import HIDDEN, PURGED, everybody, hide, note_of_then
from tests.moderation.build import LETTER, case_of, days, refuses, report, take
from tests.moderation.test_purging import tables_with
from tests.notes.saying import say

PHONE = "+49 170 1234567"
QUOTED = f"It says {PHONE}."
DECIDERS = ("Rue", "Kim", "Lou", "Pat")


class Place:
    """A note of Ada's that tells a number, and a suspension whose every text quotes it: on a
    condition, with an appeal that was upheld and a request that was refused; and a draft.
    """

    def __init__(self):
        make_community()
        self.people = {name: make_member(name, Role.RESPONDER) for name in DECIDERS}
        self.ada = make_member("Ada")
        self.code = publish(make_member("Stella", Role.STEWARD), RESTRICTING)
        self.note = say(make_call(self.people["Lou"]), self.ada, PHONE, now=START)
        row, _ = report(person=self.ada.person, words="She told it.")
        self.case = take(case_of(row), *self.people.values())
        self.ruling = self._suspend()
        self._appeal()
        self._ask()
        self._draft(days(5))
        other, _ = report(person=self.ada.person, words="Again.", now=days(6))
        part = take(case_of(other), self.people["Rue"], now=days(6))
        if part.id != self.case.id:
            merging.merge(self.case, part, by=self.people["Rue"], why=QUOTED, now=days(6))

    def _draft(self, now):
        texts = dict.fromkeys((*LETTER, "scope", "rationale", "for_reporter"), QUOTED)
        given = RulingDraft(
            **texts,
            person=self.ada.person,
            publication=self.code,
            level=3,
            clauses=[KIND.key],
            effects=[Effect.READING_ONLY],
            lasts_days=60,
            conditions=[ConditionDraft(QUOTED)],
        )
        return deciding.draft(self.case, given, by=self.people["Rue"], now=now)

    def _suspend(self):
        ruling = self._draft(START)
        deciding.agree(ruling, by=self.people["Kim"], now=START)
        deciding.notify(ruling, by=self.people["Kim"], now=days(1))
        return ruling

    def _appeal(self):
        row = appealing.appeal(self.ruling, f"I had **{PHONE}** from her.", now=days(2))
        for name in ("Lou", "Pat"):
            appealing.hear(row, by=self.people[name], now=days(2))
            word = Word(Outcome.UPHELD, QUOTED, QUOTED)
            appealing.say(row, word, by=self.people[name], now=days(2))

    def _ask(self):
        row = readmitting.ask(self.ruling, f"But {PHONE} is mine.", now=days(3))
        for name in ("Lou", "Pat"):
            said = Reply(Answered.NOT_YET, QUOTED, QUOTED)
            readmitting.say(row, said, by=self.people[name], now=days(4))

    def hide_for_reasons(self):
        """The note is hidden with a reason that quotes it, and so do the appeal and the answer."""
        kim, lou = self.people["Kim"], self.people["Lou"]
        state = hide(self.note, kim, replace(HIDDEN, why=QUOTED), now=days(7))
        (row,) = waiting_for(lou, days(9)).readings
        second_reading.write_anew(row, f"{QUOTED} Again.", by=lou, now=days(9))
        content_appeals.appeal_content(state, f"It **is** {PHONE}.", now=days(7))
        content_appeals.hear(state, Heard.UPHELD, QUOTED, by=lou, now=days(9))
        handling.move_to(self.case, State.CLOSED, by=kim, now=days(9), why=QUOTED)


@pytest.fixture
def place(db_session):
    return Place()


def test_what_is_purged_goes_from_what_was_decided_and_the_log_tells_that_it_did(
    writing, reading, app
):
    with writing():
        place = Place()
        place.hide_for_reasons()
        texts = tables_with(PHONE)
        assert texts >= {"ruling.rationale", "appeal.words_html", "appeal_word.for_reporter"}
        assert texts >= {"ruling_condition.words", "measure.facts", "content_state.why"}
        assert "case_state.why" in texts
    with writing():
        hide(place.note, place.people["Kim"], PURGED, now=days(10))
    with reading():
        assert tables_with(PHONE) == set()
        (made, proposed) = db.session.scalars(sa.select(Ruling).order_by(Ruling.id)).unique().all()
        assert made.rationale == proposed.behaviour == QUOTED.replace(PHONE, BAR)
        appeal = db.session.scalars(sa.select(Appeal)).unique().one()
        assert 'class="redacted"' in appeal.words_html
        assert db.session.scalar(sa.select(AppealOutcome.words)) == QUOTED.replace(PHONE, BAR)
        (said,) = statements_for(place.ada.person_id, days(9))
        assert (said.stands, said.behaviour) == (True, QUOTED.replace(PHONE, BAR))
        acts = [one["what"] for one in audit.entries() if one["subject"] == "ruling"]
        assert acts == ["ruling drafted"] * 2 + ["words of a ruling purged"] * 2
        found = audit_rows.compare()
        assert (audit.verify().broken, found.changed, found.gone) == (None, [], [])


@pytest.mark.parametrize(
    "model", [Ruling, Appeal, AppealWord, AppealOutcome, Readmission, CaseState]
)
def test_what_is_decided_changes_by_a_bar_alone_and_only_while_something_is_purged(place, model):
    name = {Ruling: "rationale", CaseState: "why"}.get(model, "words")
    name = name if name in model.__table__.columns else f"{name}_source"
    place.hide_for_reasons()
    text = getattr(model, name)
    change = sa.update(model).where(text.contains(PHONE)).values
    barred = sa.func.replace(text, PHONE, BAR)
    names = {Ruling: "ruling_(proposed_)?stays_on_update"}
    stays = names.get(model, f"{model.__tablename__}_stays_on_update")
    with refuses(db.session, stays), db.session.begin_nested():
        db.session.execute(change({name: barred}))
    other = say(make_call(place.people["Lou"]), place.ada, "Something else.")
    state = hide(other, place.people["Kim"], PURGED, now=days(11))
    allowed = {"state_id": state.id, "at": START}
    db.session.execute(sa.insert(WordPurge).values(case_id=IN_NO_CASE, **allowed))
    with refuses(db.session, stays), db.session.begin_nested():
        db.session.execute(change({name: barred}))  # no case is named
    for number in db.session.scalars(sa.select(Case.id)):
        db.session.execute(sa.insert(WordPurge).values(case_id=number, **allowed))
    wrong = ("It says nothing.", f"{BAR} it.", barred + "!", sa.func.lower(barred))
    for given in (*({name: told} for told in wrong), {name: barred, "at": days(12)}):
        with refuses(db.session, stays), db.session.begin_nested():
            db.session.execute(change(given))
    db.session.execute(change({name: barred}))
    assert db.session.scalars(sa.select(text).where(text.contains(BAR))).first() is not None


def test_who_is_left_out_of_a_case_purges_nothing_in_what_was_decided_there(place):
    pia = make_member("Pia", Role.RESPONDER)
    other, _ = report(f"note:{place.note.key}", by=place.people["Lou"], excluded=[pia])
    merging.merge(place.case, case_of(other), by=place.people["Rue"], why="One.", now=days(6))
    hide(place.note, pia, PURGED, now=days(8))
    assert place.ruling.rationale == QUOTED


def test_what_was_purged_before_there_was_a_salt_is_salted_once_and_the_log_holds(
    writing, reading, app
):
    bare = sha256(PHONE.encode()).hexdigest()
    with writing():
        people = everybody()
        note = note_of_then(people)
        case_of(report(f"note:{note.key}", by=people["Ola"])[0])
        report(f"person:{people['Mia'].handle}", by=people["Ola"])
    with writing():
        state = hide(note, people["Rue"], PURGED)
        db.session.expunge(state)
        everything = {one.key: getattr(state, one.key) for one in ContentState.__table__.columns}
        older = {"id": state.id + 1, "key": "older", "subject_id": state.subject_id + 1}
        db.session.add(ContentState(**everything | older | {"digest": bare, "salt": ""}))
        erase(people["Mia"].person_id, days(1))
    for _twice in range(2):
        with app.app_context():
            salting.salt_digests(days(1))
    with reading():
        row = db.session.get(ContentState, state.id + 1)
        assert row.digest == sha256(f"{row.salt}{bare}".encode()).hexdigest()
        assert len(row.salt) == 32
        assert db.session.get(ContentState, state.id).digest == state.digest
        digests = [one.digest for one in db.session.scalars(sa.select(ReportCopy))]
        assert sha256(b"Mia").hexdigest() not in digests
        assert all(one.salt for one in db.session.scalars(sa.select(ReportCopy)))
        found = audit_rows.compare()
        assert (audit.verify().broken, found.changed, found.gone) == (None, [], [])
    with writing(), refuses(db.session, "content_state_stays_on_update"), db.session.begin_nested():
        again = sa.update(ContentState).where(ContentState.id == state.id + 1)
        db.session.execute(again.values(digest=bare, salt="other"))
