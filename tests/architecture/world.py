"""A small community in which each role has somebody, for asking every route."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from community.accounts import inviting
from community.accounts.arrivals import JoinInvitation
from community.accounts.inviting import LONGEST
from community.accounts.models import Member, Role, SignIn
from community.agendas.models import Item
from community.agendas.templating import keep as keep_template
from community.calendars.models import ImportFile
from community.calls.models import Call, Series
from community.calls.owners import Invitation
from community.calls.queries import sittings_of_series
from community.conduct import contacts, publishing
from community.conduct.contacts import ContactDraft
from community.conduct.models import Contact
from community.db import db
from community.exchange import uploads
from community.exchange.models import SeriesFile
from community.facilitation.look_back_models import LookBack
from community.ledger.models import Labour, Line
from community.notes.carried import CarriedAction
from community.notes.models import Kind, Note
from community.outbox.models import Letter
from community.patterns import curating, known_uses, objecting, relating
from community.patterns.curation_models import Verdict
from community.patterns.invitation_models import MayDo, PatternInvitation
from community.patterns.models import Pattern, PatternRelation, Relation
from community.records.corrections import Correction
from community.records.models import Link, LinkKind, Publication
from tests.agendas.build import proposed, publish_agenda
from tests.calls.build import begin
from tests.conduct.build import KIND, SMALL, publish, with_clauses
from tests.exchange.small import small_series
from tests.facilitation.build import looked_back
from tests.factories import (
    START,
    make_call,
    make_community,
    make_letter,
    make_member,
    make_sitting,
)
from tests.notes.saying import say
from tests.patterns.build import collected, suggested, used
from tests.patterns.build import proposed as proposed_pattern
from tests.transparency.furnishing import furnish_reports


@dataclass(frozen=True)
class World:
    """A small community in which each role has somebody; the owner owns what there is."""

    people: dict[str, Member]
    series: Series
    call: Call
    invitation: Invitation
    file: ImportFile
    sign_in: SignIn
    join_invitation: JoinInvitation
    letter: Letter
    contact: Contact
    item: Item
    note: Note
    series_file: SeriesFile
    look_back: LookBack
    pattern: Pattern

    def values(self, rule: str) -> dict[str, object]:
        """What stands in the gaps of an address: the thing the owner owns, or a guess."""
        holder = self.people["facilitator"]
        return {
            "act": "notes",
            "awaited": "not-yet",
            "filename": "css/site.css",
            "handle": holder.handle,
            "key": self._key(rule),
            "label": "2025-2",
            "month": "2026-03",
            "number": self._number(rule),
            "reference": "a-guess",
            "said": "reason",
            "role": Role.FACILITATOR.value,
            "secret": "a-guess",
            "part": "whole",
            "things": "patterns",
            "slug": self._slug(rule),
            "token": "a-guess",
        }

    def _slug(self, rule: str) -> str:
        slugs = {
            "/topics": "a-guess",
            "/series": self.series.slug,
            "/patterns": self.pattern.slug,
            "/collections": "for-a-first-week",
            "/<any(patterns)": self.pattern.slug,
        }
        return next((s for start, s in slugs.items() if rule.startswith(start)), self.call.slug)

    def _key(self, rule: str) -> str:
        keys = {
            "/threads": self.note.thread.key,
            "/agenda-items": self.item.key,
            "/looking-back": self.look_back.key,
        }
        return next((k for start, k in keys.items() if rule.startswith(start)), self.note.key)

    def _number(self, rule: str) -> int:
        numbers = {
            "/profile/sign-ins": self.sign_in.id,
            "/people/invitations": self.join_invitation.id,
            "/import/series": self.series_file.id,
            "/import": self.file.id,
            "/conduct/contacts": self.contact.id,
            "/conduct/versions": 2,
            "/letters": self.letter.id,
            "/invitations": self.invitation.id,
        }
        return next((n for start, n in numbers.items() if rule.startswith(start)), 1)


def make_world() -> World:
    """The rows of the world, in a transaction that is open."""
    make_community(accent="#0b5c56")
    people = _people()
    series, call = begin(people["owner"]), make_call(people["owner"])
    make_sitting(call)
    letter = make_letter(people["member"])
    invitation = Invitation(
        series_id=series.id,
        member_id=people["member"].id,
        by_id=people["owner"].id,
        at=START,
        hands_over=False,
    )
    file = ImportFile(
        member_id=people["owner"].id,
        name="calls.ics",
        content=b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n",
        zone="UTC",
        made_at=START,
    )
    sign_in = _sign_in(people["member"])
    db.session.add_all([invitation, file, sign_in])
    db.session.flush()
    invited = inviting.make(by=people["member"], lasts=LONGEST, most_uses=3, now=START)
    contact = _write_the_code(people["steward"])
    said = _write_an_agenda(call, people), say(call, people["member"], kind=Kind.ACTION)
    rows = invitation, file, sign_in, invited, letter, contact
    looked = looked_back(call, people["member"])
    _leave_open(said[1], series, call)
    file_of_series = _series_file(people["steward"])
    pattern = _pattern(people)
    furnish_reports(people["steward"], people["responder"], now=START)
    return World(people, series, call, *rows, *said, file_of_series, looked, pattern)


def _people() -> dict[str, Member]:
    return {
        "member": make_member("Mia"),
        "facilitator": make_member("Fay", Role.FACILITATOR),
        "owner": make_member("Ola", Role.FACILITATOR),
        "curator": make_member("Cleo", Role.CURATOR),
        "responder": make_member("Rue", Role.RESPONDER),
        "steward": make_member("Stu", Role.STEWARD),
    }


def _pattern(people: dict[str, Member]) -> Pattern:
    """A pattern of the owner with a known use that the member told of, verified by another, who
    objects; the member has reviewed it, suggests an edit, and was invited to it.
    """
    pattern = proposed_pattern(people["owner"])
    use = used(pattern, people["member"])
    known_uses.verify_use(use, by=people["facilitator"].person, now=START)
    by = people["member"].person
    curating.review(pattern, Verdict.WORK, interest="None.", by=by, now=START)
    objecting.object_to(pattern, "Not yet.", by=people["facilitator"].person, now=START)
    collected(people["owner"], pattern)
    suggested(pattern, people["member"])
    row = {"by_id": people["owner"].person_id, "person_id": by.id, "may": MayDo.READ, "at": START}
    db.session.add(PatternInvitation(pattern_id=pattern.id, **row))
    other, owner = proposed_pattern(people["owner"], title="Another"), people["owner"].person
    said = relating.relate(pattern, Relation.USES, other, by=owner, now=START)
    later = {"kind": said.kind, "awaited": "not-yet", "by_id": owner.id, "at": START}
    db.session.add(PatternRelation(pattern_id=pattern.id, **later))
    db.session.flush()
    return pattern


def _leave_open(note: Note, series: Series, call: Call) -> None:
    before = sittings_of_series(series, START)[0].call
    row = CarriedAction(note_id=note.id, from_call_id=before.id, to_call_id=call.id, at=START)
    db.session.add(row)
    db.session.flush()


def _sign_in(member: Member) -> SignIn:
    return SignIn(
        member_id=member.id,
        token_hash="",
        agent="",
        created_at=START,
        confirmed_at=START,
        seen_at=START,
    )


def _series_file(steward: Member) -> SeriesFile:
    return uploads.put_up(small_series(), name="a.zip", by=steward, now=START)


def _keep_a_record(call: Call, people: dict[str, Member]) -> None:
    """A published record with a link, a correction that the member asked for, and a line of labour
    of theirs: each the first of its table.
    """
    given = {"call_id": call.id, "at": START}
    owner, url = people["owner"].id, "https://example.org/film"
    link = Link(**given, kind=LinkKind.RECORDING, title="Film", url=url, by_id=owner)
    correction = Correction(**given, by_id=people["member"].id, words="It was on Monday.")
    labour = {"member_id": people["member"].id, "kind": Labour.NOTES, "made_at": START}
    line = Line(call_id=call.id, **labour)
    db.session.add_all([link, correction, Publication(**given, by_id=owner), line])
    db.session.flush()


def _write_an_agenda(call: Call, people: dict[str, Member]) -> Item:
    """A published agenda and a record; gives a proposal of the member."""
    publish_agenda(call, people["owner"])
    keep_template(call, name="Ours", about="", by=people["owner"], now=START)
    _keep_a_record(call, people)
    return proposed(call, people["member"])


def _write_the_code(steward: Member) -> Contact:
    """Two versions and a draft; gives whom to write to."""
    to_come = datetime(2999, 1, 1, tzinfo=UTC)  # nobody is asked for anything yet
    for code in (SMALL, with_clauses(KIND)):
        publish(steward, code, on=to_come.date(), now=to_come - timedelta(days=300))
    publishing.save(SMALL, by=steward, edits=0, now=START)
    noor = ContactDraft("Noor", "noor@example.org", "", None)
    return contacts.add(noor, by=steward, now=START)
