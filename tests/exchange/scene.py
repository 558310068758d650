"""A series with something of everything in it, and with everything that must not be taken along."""

import io
import json
import zipfile
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import func, select, update

from community.access import Viewer
from community.accounts.models import Credit, Member, Role
from community.agendas import claiming, emptying, proposing, writing
from community.agendas.call_roles import CallRole
from community.agendas.drafts import ItemDraft
from community.agendas.editions import Edition, EditionItem
from community.agendas.models import Item
from community.attendance import rsvps
from community.attendance.models import Answer
from community.calls import changing, scheduling
from community.calls.drafts import Place
from community.calls.hiding import hide
from community.calls.models import Call, Series, Visibility
from community.calls.queries import sittings_of
from community.db import db
from community.disclosures.disclosing import disclose
from community.disclosures.wording import Checked, Degree, Said, Tool
from community.exchange.exporting import export_series
from community.ledger.models import Confirmation, Labour, LineRemoval, Shown
from community.notes import editing, sorting
from community.notes.models import Kind
from community.notes.writing import NoteText, thread_for_item, write
from community.records.facilitators import RecordFacilitator
from community.records.models import Absence, Link, LinkKind, Publication, Record
from tests.agendas.build import declined, proposed
from tests.agendas.furnishing import furnish_agenda
from tests.calls.build import begin, hour, sitting_at, times
from tests.exchange.held import hold
from tests.factories import START, make_community, make_member
from tests.ledger.build import line
from tests.notes.furnishing import furnish_notes
from tests.notes.saying import say

LINK = "https://meet.example.org/canary-of-the-link"
OFF = "canary-off-the-record"
DRAFT = "canary-of-a-draft"
NEEDS = "canary-of-access-needs"
SECRET = "canary-of-a-hidden-date"
MEMBERS = "For members, canary-for-members"
CANARIES = ("meet.example.org", OFF, DRAFT, NEEDS, "@example.org", "A draft")


def make_scene() -> SimpleNamespace:
    """Office hours of Ola with a full first date; a moved, a cancelled, and a hidden one."""
    make_community()
    people = {
        "member": make_member("Mia"),
        "facilitator": make_member("Ola"),
        "steward": make_member("Stu", Role.STEWARD),
    }
    ola = people["facilitator"]
    people["quiet"] = quiet = make_member("Quiet Quinn")
    quiet.person.credit = Credit.NOBODY
    place = Place(join_url=LINK, join_is_public=True, capacity=20)
    given = times("FREQ=WEEKLY", "2026-02-03", hour(), hour("09:00"), place=place)
    said = {"title": "Office hours", "description": "*Bring* questions.", "access": "Slides."}
    series = begin(ola, given, **said, topics=("Care",))
    calls = calls_of(series)
    first, second, third, fourth = calls[:4]
    furnish_agenda(first, people, now=START)
    furnish_notes(first, people, now=START)
    say(first, quiet, "I would rather not be named.", now=START)
    _say_more(first, second, people)
    changing.cancel(sittings_of(second)[0], by=ola, reason="Carnival.", now=START)
    changing.move(
        sittings_of(third)[0],
        local_start=datetime(2026, 2, 17, 19),
        zone="Europe/Berlin",
        minutes=90,
        now=START,
    )
    fourth.own_visibility, fourth.own_title = Visibility.MEMBERS, MEMBERS
    _keep_records(calls, people)
    emptying.set_rule(series, hours=24, by=ola, now=START)
    hidden = scheduling.add_date(
        series, [sitting_at("2026-03-12T18:00")], title=SECRET, by=ola, now=START
    )
    hidden.own_visibility = Visibility.LINK
    hide([hidden])
    db.session.flush()
    return SimpleNamespace(series=series, people=people, calls=calls, hidden=hidden)


def _say_of_tools(call: Call, people: dict[str, Member]) -> None:
    """An item, as it was published last, and a proposal that tools had a part in."""
    some = Said(Degree.SOME, tools=(Tool("Some Model"),), checked=Checked.EVERY_CLAIM)
    given = (("facilitator", some, "Which licence"), ("member", Said(Degree.WORDING), "Who writes"))
    last = select(func.max(Edition.id)).where(Edition.call_id == call.id).scalar_subquery()
    for who, said, title in given:
        number = disclose(said, by=people[who].person, now=START).id
        its = select(Item.id).where(Item.call_id == call.id, Item.title.startswith(title))
        parts = EditionItem.edition_id == last, EditionItem.item_id.in_(its)
        for statement in (
            update(Item).where(Item.id.in_(its)),
            update(EditionItem).where(*parts),
        ):
            db.session.execute(statement.values(disclosure_id=number))


def _say_more(first: Call, second: Call, people: dict[str, Member]) -> None:
    """Something off the record, a draft, proposals with questions, a role, an answer, labour."""
    _say_of_tools(first, people)
    second.own_access = "Sign language"
    ola, mia = people["facilitator"], people["member"]
    off = writing.add(first, ItemDraft(title=OFF, is_off_record=True), by=ola, now=START)
    write(thread_for_item(off.id, now=START), NoteText(OFF, Said(Degree.NONE)), by=ola, now=START)
    writing.add(first, ItemDraft(title=DRAFT), by=ola, now=START)
    spoken = proposed(second, mia, "A round of names")
    for who, joins in (("facilitator", True), ("quiet", False)):
        proposing.vote(spoken, by=people[who], would_join=joins, now=START)
    text = NoteText("Yes, please.", Said(Degree.NONE), Kind.QUESTION)
    write(thread_for_item(spoken.id, now=START), text, by=ola, now=START)
    refused = declined(proposed(second, mia, "A round of jokes"), ola, "Not with *this* many.")
    write(thread_for_item(refused.id, now=START), text, by=ola, now=START)
    claiming.claim(first, CallRole.NOTES, by=mia, now=START)
    sitting = sittings_of(first)[0]
    rsvps.answer(sitting, mia.person, answer=Answer.GOING, access_needs=NEEDS, now=START)
    kept = say(first, people["quiet"], "It is kept", kind=Kind.DECISION, now=START)
    editing.change(kept, "It is kept.", base=1, said=Said(Degree.NONE), by=ola, now=START)
    sorting.sort(kept, Kind.DECISION, follows="ask-who-is-missing", by=mia, now=START)
    _list_labour(first, people)


def _list_labour(call: Call, people: dict[str, Member]) -> None:
    """Lines under a name, a pseudonym and none; one not confirmed, one taken off."""
    line(call, people["member"], Labour.OTHER, DRAFT)
    off = line(call, people["facilitator"], Labour.OTHER, f"{DRAFT}, taken off")
    given = {"line_id": off.id, "at": START}
    db.session.add(Confirmation(**given, shown=Shown.NAME))
    db.session.add(LineRemoval(**given, by_id=people["facilitator"].id, reason="Not so."))
    shown_by = {"facilitator": Shown.NAME, "member": Shown.PSEUDONYM, "quiet": Shown.COUNTED}
    for who, shown in shown_by.items():
        row = line(call, people[who], Labour.CAPTIONS)
        row.minutes = 20
        name = "A reed" if shown is Shown.PSEUDONYM else ""
        db.session.add(Confirmation(line_id=row.id, shown=shown, pseudonym=name, at=START))
    db.session.flush()


def _keep_records(calls: list[Call], people: dict[str, Member]) -> None:
    """A published record with words and a link; none of the next call; one that was begun."""
    by = people["facilitator"]
    call, second, third = calls[:3]
    begun = {"summary_source": DRAFT, "summary_html": DRAFT, "text_policy": 1}
    db.session.add(Record(call_id=third.id, **begun, changed_at=START))
    db.session.add(Absence(call_id=second.id, by_id=by.id, at=START, why="Nobody came."))
    given = {"call_id": call.id, "at": START}
    words = {"summary_source": "We *met*.", "summary_html": "<p>We <em>met</em>.</p>"}
    said = disclose(Said(Degree.WORDING), by=by.person, now=START).id
    db.session.add_all(
        [
            Record(call_id=call.id, **words, text_policy=1, disclosure_id=said, changed_at=START),
            Publication(**given, by_id=by.id),
            RecordFacilitator(call_id=call.id, member_id=by.id, place=0),
            Link(
                **given,
                kind=LinkKind.SLIDES,
                title="Slides",
                url="https://example.org/slides",
                by_id=by.id,
            ),
        ]
    )
    hold(calls, people, private=DRAFT)
    db.session.flush()


def calls_of(series: Series) -> list[Call]:
    """The calls of a series in the order of its rule."""
    query = select(Call).where(Call.series_id == series.id, Call.rule_date.is_not(None))
    return list(db.session.scalars(query.order_by(Call.rule_date)).unique())


def taken(series: Series, member: Any = None, *, now: datetime = START) -> bytes:
    """The bytes of the export of a series, for a member or for a visitor."""
    who = Viewer(member) if member else Viewer()
    with export_series(series, who, base_url="https://here.example", now=now) as file:
        return file.read()


def files_in(content: bytes) -> dict[str, str]:
    """The files of an export, by path."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name).decode() for name in package.namelist()}


def values_in(content: bytes) -> dict[str, Any]:
    """The values of its JSON files, by path."""
    found = files_in(content)
    return {path: json.loads(text) for path, text in found.items() if path.endswith(".json")}
