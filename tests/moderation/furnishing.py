"""A case with something of everything, for a place that is looked at."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from community.access import Viewer
from community.accounts.models import Member, Role
from community.calls.models import Call
from community.calls.queries import facilitates
from community.conduct.content import Effect
from community.conduct.emergencies import Measure
from community.conduct.emergency_models import Act, ActingRole
from community.conduct.queries import text_of
from community.conduct.state_models import Standing
from community.db import db
from community.moderation import (
    appealing,
    at_once,
    deciding,
    handling,
    setting_aside,
    talking,
)
from community.moderation.attachments import Attachment
from community.moderation.case_models import Case, State, Step
from community.moderation.content_spans import Aside
from community.moderation.deciding import RulingDraft
from community.moderation.report_models import FileKind, Mode, Report
from community.moderation.subject_queries import subject_at
from community.notes import waiting
from community.notes.writing import NoteText, thread_for
from tests.factories import make_member
from tests.moderation.build import case_of, report, take
from tests.notes.saying import NO_TOOL, say


def furnish_case(note_key: str, people: dict[str, Member], *, now: datetime) -> str:
    """A case about a note of the facilitator, reported by a visitor, that two responders have
    taken; gives its key. Another one waits for an answer.
    """
    rue, kim = people["responder"], make_member("Kim", Role.RESPONDER)
    row, _ = report(
        f"note:{note_key}",
        mode=Mode.ANONYMOUS,
        words="They made fun of **my accent**, twice.",
        hope="That it stops.",
        content_warning="mockery",
        files=[Attachment(FileKind.TEXT, b"What was said.")],
        now=now,
    )
    case = take(case_of(row), rue, kim, now=now)
    handling.move_to(case, State.ACKNOWLEDGED, by=rue, now=now)
    handling.check(case, Step.CONTEXT, is_done=True, by=rue, now=now)
    talking.say_among_responders(case, "I read the thread.", by=rue, now=now)
    talking.say_to_reporter(case, row, "Thank you for telling us.", by=rue, now=now)
    person = people["facilitator"].person_id
    first = talking.say_to_person(case, person, "We would like to hear you", by=kim, now=now)
    talking.read_second(first, by=rue, now=now)
    talking.say_to_person(case, person, "One more question.", by=kim, now=now)
    _decide(case, row, rue, kim, now)
    _act_at_once(people["facilitator"], now)
    report(words="Somebody shouted at newcomers.", about_words="The host", now=now)
    return case.key


def furnish_content(call: Call, people: dict[str, Member], *, now: datetime) -> str:
    """A note of the member that is hidden; gives the key of that."""
    note = say(call, people["member"], "Speak **properly** or not at all.", now=now)
    subject = subject_at(Viewer(people["responder"]), f"note:{note.key}")
    code = setting_aside.code_for(now)
    assert subject is not None
    assert code is not None
    key = next(text_of(code.version).clauses()).key
    given = Aside(Standing.HIDDEN, key, "It makes fun of how somebody speaks.")
    _let_wait(call, now)
    return setting_aside.set_aside(subject, given, by=people["responder"], now=now).key


def _act_at_once(fay: Member, now: datetime) -> None:
    """The responders are called to a call of the facilitator."""
    calls = db.session.scalars(select(Call).order_by(Call.id)).unique()
    (call, *_) = [one for one in calls if facilitates(fay, one)]
    words = "Somebody shouts at newcomers, and does not stop."
    given = Measure(act=Act.PAGE, call_id=call.id, why=words, role=ActingRole.FACILITATOR)
    subject = subject_at(Viewer(fay), f"call:{call.slug}")
    assert subject is not None
    at_once.take(given, subject, call, by=fay, now=now)


def _let_wait(call: Call, now: datetime) -> None:
    """First notes of newcomers with a link: one waits, one was taken for spam."""
    thread, rue = thread_for(call, now=now), make_member("Rosa", Role.RESPONDER)
    words = NoteText("See <https://tea.example>.", NO_TOOL)
    _, spam = (waiting.hold(thread, words, by=make_member(n), now=now) for n in ("Nele", "Sam"))
    waiting.take_for_spam(spam, by=rue, now=now)


def _decide(case: Case, row: Report, rue: Member, kim: Member, now: datetime) -> None:
    """A warning that the person was told of and appeals against; limits that are proposed, so that
    nothing is closed to them in this place.
    """
    assert row.publication is not None
    key = next(text_of(row.publication.version).clauses()).key
    given = RulingDraft(
        rationale="It was the second time.",
        person=row.person,
        publication=row.publication,
        level=2,
        clauses=[key],
        effects=[Effect.NO_NOTES],
        behaviour="You made fun of how somebody speaks.",
        impact="They have not spoken since.",
        expected="Speak to the matter.",
        consequence="No notes for a month.",
        scope="Notes",
        how_found="It was reported.",
        unheard="It went on.",
        for_reporter="They cannot write notes for a month.",
        lasts_days=30,
    )
    warning = replace(given, level=1, effects=(), consequence="A warning.", scope="")
    ruling = deciding.draft(case, warning, by=kim, now=now)
    deciding.agree(ruling, by=rue, now=now)
    deciding.notify(ruling, by=rue, now=now)
    appeal = appealing.appeal(ruling, "I *meant* it kindly.", now=now)
    lou = make_member("Lou", Role.RESPONDER)
    take(case, lou, now=now)
    appealing.hear(appeal, by=lou, now=now)
    deciding.draft(case, given, by=kim, now=now)
