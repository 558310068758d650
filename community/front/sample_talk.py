"""What the sample community talks about: proposals, a published agenda, notes and a record."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from community.accounts.models import Member
from community.agendas import proposing, states, writing
from community.agendas import publishing as agendas_publishing
from community.agendas.drafts import ItemDraft
from community.agendas.models import ItemKind
from community.agendas.queries import version_of
from community.calls.models import Call
from community.calls.times import Sitting
from community.disclosures.wording import Checked, Degree, Said, Tool
from community.notes import writing as notes_writing
from community.notes.models import Kind
from community.notes.writing import NoteText
from community.records import drafting
from community.records import publishing as records_publishing

_NO_TOOL = Said(Degree.NONE)
_PARTLY = Said(Degree.SOME, tools=(Tool("Some Model"),), checked=Checked.EVERY_CLAIM)


def prepare(call: Call, people: Sequence[Member], now: datetime) -> None:
    """A coming call: proposals with votes, of which one was accepted, and a published agenda."""
    amara, bo, chiara, dev = people[:4]
    thanks = ItemDraft(title="Whom do we thank this month?", kind=ItemKind.CHECK_IN, minutes=10)
    writing.add(call, thanks, by=amara, now=now)
    credit = ItemDraft(
        title="Do we credit reviews like commits?",
        body="Reviewers keep our projects safe, and most lists of contributors leave them out.",
        kind=ItemKind.DECIDE,
        minutes=25,
        for_people="Those who review are named, if they like.",
        for_business="Companies see whose time they rely on.",
    )
    accepted = proposing.propose(call, credit, leads=True, by=bo, now=now)
    proposing.vote(accepted, by=chiara, would_join=True, now=now)
    proposing.vote(accepted, by=dev, would_join=False, now=now)
    states.accept(accepted, by=amara, now=now)
    _publish(call, amara, "Reviews are on it.", now)
    newcomers = ItemDraft(
        title="What did a newcomer stumble over lately?",
        body="Bring one thing you saw. We look for the smallest change that would help.",
    )
    waiting = proposing.propose(call, newcomers, leads=True, by=chiara, now=now)
    for member, joins in ((amara, False), (bo, True), (dev, True)):
        proposing.vote(waiting, by=member, would_join=joins, now=now)
    pace = ItemDraft(title="How often do we want to meet?", kind=ItemKind.DISCUSS)
    proposing.vote(
        proposing.propose(call, pace, leads=False, by=dev, now=now),
        by=bo,
        would_join=False,
        now=now,
    )


def look_back(sitting: Sitting, owner: Member, people: Sequence[Member], now: datetime) -> None:
    """A call that was held: its agenda, what was said and decided, and its published record."""
    call, bo, elena = sitting.call, people[1], people[4]
    before, ended = sitting.starts_at - timedelta(days=1), sitting.ends_at
    question = ItemDraft(
        title="How do we say that a tool was involved?",
        body="One sentence under each text, or a line in the history alone?",
        kind=ItemKind.DECIDE,
        minutes=30,
        for_people="Readers know what they read.",
        for_business="Nobody has to ask twice.",
        owners=(bo.id,),
    )
    item = writing.add(call, question, by=owner, now=before)
    _publish(call, owner, "", before)
    thread = notes_writing.thread_for_item(item.id, now=sitting.starts_at)
    due = (now + timedelta(days=14)).date()
    for member, text, kind, due_on in (
        (elena, "A sentence is read; a line in the history is not.", Kind.NOTE, None),
        (bo, "We put one plain sentence under each text.", Kind.DECISION, None),
        (elena, "Write an example for each degree.", Kind.ACTION, due),
    ):
        note = _note(text, kind, elena, due_on)
        notes_writing.write(thread, note, by=member, now=ended)
    summary = "We agreed on *one plain sentence* under each text, and on who writes the examples."
    drafting.write_summary(call, summary, version=0, said=_PARTLY, by=owner, now=ended)
    records_publishing.publish(call, seen=0, by=owner, now=min(ended + timedelta(days=1), now))


def _publish(call: Call, by: Member, note: str, now: datetime) -> None:
    version = version_of(call)
    agendas_publishing.publish(call, version=version, note=note, said=_NO_TOOL, by=by, now=now)


def _note(text: str, kind: Kind, owner: Member, due_on: date | None) -> NoteText:
    return NoteText(text, _NO_TOOL, kind, owner.id if due_on else None, due_on)
