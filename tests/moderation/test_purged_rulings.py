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
from community.conduct.state_models import ContentReading, ContentState, Heard
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
from community.moderation.appeal_models import Appeal, AppealOutcome, Outcome
from community.moderation.appealing import Word
from community.moderation.case_models import State
from community.moderation.content_waiting import waiting_for
from community.moderation.deciding import ConditionDraft, RulingDraft
from community.moderation.holdings import erase
from community.moderation.policies import CHANGES, WRITTEN_DOWN
from community.moderation.readmission_models import Answered, RulingLook
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
QUOTING = {
    *(f"ruling.{name}" for name in {*LETTER, "scope", "rationale", "for_reporter"} - {"unheard"}),
    "ruling_unheard.words",
    *("measure.facts", "measure.scope", "measure.how_found", "ruling_condition.words"),
    *("ruling_look.why", "appeal.words_source", "appeal.words_html", "appeal_outcome.words"),
    *("appeal_word.words", "appeal_word.for_reporter", "readmission.words_source"),
    *("readmission.words_html", "readmission.answer", "readmission_word.words"),
    *("readmission_word.for_reporter", "case_merging.why", "case_state.why"),
    "case_message.text_source",
    *("content_state.why", "content_reading.words", "content_appeal.words_source"),
    *("content_appeal.words_html", "content_appeal.words"),
}
"""The texts in a place from which the number goes."""


class Place:
    """A note of Ada's that tells a number, and a suspension whose every text quotes it: on a
    condition, with an appeal that was upheld and a request that was refused; and a draft.
    """

    def __init__(self, told=PHONE):
        make_community()
        self.people = {name: make_member(name, Role.RESPONDER) for name in DECIDERS}
        self.ada = make_member("Ada")
        self.code = publish(make_member("Stella", Role.STEWARD), RESTRICTING)
        self.note = say(make_call(self.people["Lou"]), self.ada, told, now=START)
        row, _ = report(person=self.ada.person, words="She told it.")
        self.case = take(case_of(row), *self.people.values())
        self.ruling = self._suspend()
        self._appeal()
        self._ask()
        self._draft(days(5))
        other, _ = report(person=self.ada.person, words="Again.", now=days(6))
        part = take(case_of(other), self.people["Rue"], now=days(6))
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
        by_id = self.people["Pat"].id
        db.session.add(RulingLook(ruling_id=self.ruling.id, by_id=by_id, why=QUOTED, at=days(4)))
        db.session.flush()

    def hide_for_reasons(self):
        """The note is hidden with a reason that quotes it, which its author was told in other words
        that do; and so do the appeal and the answer.
        """
        kim, lou = self.people["Kim"], self.people["Lou"]
        state = hide(self.note, kim, replace(HIDDEN, why=QUOTED), now=days(7))
        (row,) = waiting_for(lou, days(9)).readings
        second_reading.write_anew(row, f"{QUOTED} Again.", by=lou, now=days(9))
        anew = sa.select(ContentReading).where(ContentReading.ended_at.is_(None))
        second_reading.pass_on(db.session.scalars(anew).one(), by=kim, now=days(11))
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
        assert tables_with(PHONE) >= QUOTING
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
        entries = list(audit.entries())
        acts = [one["what"] for one in entries if one["subject"] == "ruling"]
        assert acts == ["ruling drafted"] * 2 + ["words purged"] * 2
        rows = [(one["subject"], one["key"]) for one in entries if one["what"] == "words purged"]
        assert len(rows) == len(set(rows))
        assert {subject for subject, _key in rows} == {text.split(".")[0] for text in QUOTING}
        untrue = {f"{what}, changed" for what in WRITTEN_DOWN.values()} | set(CHANGES.values())
        last = max(n for n, one in enumerate(entries) if one["what"] == "content set aside")
        assert untrue.isdisjoint(one["what"] for one in entries[last:])
        found = audit_rows.compare()
        assert (audit.verify().broken, found.changed, found.gone) == (None, [], [])


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
