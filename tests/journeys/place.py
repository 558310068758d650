"""A community with everything in it that a page can show, for the journeys."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from community.accounts import addresses, arriving, inviting, mailed
from community.accounts.guests import Caller
from community.accounts.joining import Joiner
from community.accounts.models import Guest, Member, Purpose, Role
from community.agendas import guest_proposing
from community.agendas.drafts import ItemDraft
from community.agreement import How
from community.attendance import following, guest_answers, rsvps
from community.attendance.guest_answers import Wish
from community.attendance.models import Answer
from community.backups.models import Backup, Reason
from community.calendars import uploads
from community.calls import changing, removing, scheduling, sharing
from community.calls.drafts import Details
from community.calls.models import Call, Series
from community.calls.queries import sittings_of
from community.calls.times import Sitting
from community.conduct import contacts, publishing
from community.conduct.acceptances import accept_number
from community.conduct.contacts import ContactDraft
from community.conduct.content import ClauseText
from community.conduct.default_text import default_code
from community.conduct.models import Contact
from community.db import db
from community.disclosures.wording import Degree, Said
from community.exchange import uploads as series_files
from community.front import sample
from community.moderation import guest_links
from community.outbox import choices
from community.outbox.models import Group, Letter
from tests.agendas.furnishing import furnish_agenda
from tests.calls.build import begin, sitting_at, times
from tests.conduct.build import publish
from tests.exchange.small import small_series
from tests.facilitation.furnishing import furnish_live, look_back_at
from tests.factories import make_community, make_member
from tests.ledger.furnishing import furnish_labour
from tests.moderation.furnishing import furnish_case, furnish_content
from tests.notes.furnishing import furnish_notes, leave_open
from tests.patterns.furnishing import furnish_patterns
from tests.records.furnishing import furnish_records
from tests.transparency.furnishing import furnish_reports

CALENDAR = Path(__file__).parents[1] / "calendars" / "fixtures" / "working-group.ics"
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)  # a Monday; clocks change in the USA and in Europe soon


_LONG = timedelta(days=1)


@dataclass(frozen=True)
class Inhabited:
    """Who lives there, and the gaps of addresses filled: `place.at("/calls/{full}")`."""

    people: dict[str, Member]
    slugs: dict[str, str]

    def at(self, address: str) -> str:
        """The address of something in this place."""
        return address.format(**self.slugs)


def inhabit() -> Inhabited:
    """The sample content, and beside it what a facilitator of their own keeps; by a transaction."""
    make_community(accent="#0b5c56", wordmark="Practitioners")
    people = {
        "member": make_member("Mia", zone="Asia/Kathmandu"),
        "facilitator": make_member("Ola", Role.FACILITATOR),
        "steward": make_member("Stu", Role.STEWARD, Role.FACILITATOR, Role.CURATOR),
        "responder": make_member("Rue", Role.RESPONDER),
    }
    sample.write(steward=people["steward"], now=NOW)
    db.session.add(Backup(at=NOW, reason=Reason.ASKED, name="a.zip", size=1, sha256="0" * 64))
    ola, series = people["facilitator"], _own_series(people)
    full = _full_call(people)
    tea = {"name": "tea.ics", "zone": "Europe/Berlin", "by": ola, "now": NOW}
    file = uploads.put_up(CALENDAR.read_bytes(), **tea)
    contact = _write_the_code(people)
    off = select(Sitting.call_id).where(Sitting.cancellation.has())
    slugs = {
        **furnish_records(people, now=NOW),
        **furnish_patterns(people, now=NOW),
        **furnish_notes(full, people, now=NOW),
        **_links(people["member"]),
        **_guests(sittings_of(full)[0]),
        **furnish_agenda(full, people, now=NOW),
        "contact": str(contact.id),
        "file": str(file.id),
        "series_file": _series_file(people["steward"]),
        "looked": look_back_at(series, people, now=NOW),
        "own": series.slug,
        "gone": _removed_series(ola).slug,
        "full": full.slug,
        "letter": str(db.session.scalars(select(Letter.id).order_by(Letter.id)).first()),
        "leaving": choices.token_for(people["member"].person_id, Group.CHANGES),
        "person": people["facilitator"].handle,
        "march": _slug_of(Call.own_title.like("How do we keep%")),
        "spread": _slug_of(Call.own_title.like("Welcoming newcomers%")),
        "cancelled": _slug_of(Call.id.in_(off)),
    }
    _go_through(full, series, people)
    return Inhabited(people, slugs | _moderated(full, slugs["note"], people))


def _moderated(full: Call, note: str, people: dict[str, Member]) -> dict[str, str]:
    hidden = furnish_content(full, people, now=NOW)
    guest = db.session.scalars(select(Guest.person_id).order_by(Guest.id)).first()
    told = guest_links.token_for(guest or 0, NOW)
    return {"content": hidden, "case": furnish_case(note, people, now=NOW), "told": told}


def _go_through(full: Call, series: Series, people: dict[str, Member]) -> None:
    furnish_reports(people["steward"], people["responder"], now=NOW)
    furnish_live(full, people, now=NOW)
    furnish_labour(people, series, now=NOW)
    leave_open(series, full, people, now=NOW)


def _own_series(people: dict[str, Member]) -> Series:
    ola, mia = people["facilitator"], people["member"]
    held = times("FREQ=WEEKLY;INTERVAL=2", "2026-02-18")  # once already
    series = begin(ola, held, now=NOW - timedelta(days=14), title="Office hours")
    following.follow(series, mia.person, now=NOW)
    sharing.invite(series, mia, by=ola, now=NOW)
    return series


def _removed_series(ola: Member) -> Series:
    gone = begin(ola, now=NOW, title="A series nobody came to")
    removing.remove_series(gone, by=ola, reason="Nobody came.", now=NOW)
    return gone


def _series_file(stu: Member) -> str:
    """A series from elsewhere that a steward is looking at."""
    words = "A *small* series of evenings."
    return str(series_files.put_up(small_series(words), name="a.zip", by=stu, now=NOW).id)


def _links(member: Member) -> dict[str, str]:
    """The secrets of letters that were sent to a member, and to somebody who would like to join."""
    moved = addresses.ask(member, email="m@example.org", email_key="m@example.org", now=NOW)
    addresses.make(moved, now=NOW)
    moving = addresses.ask(member, email="mia@example.org", email_key="mia@example.org", now=NOW)
    invitation = inviting.make(by=member, lasts=_LONG, most_uses=3, now=NOW)
    newcomer = make_member("Pim")
    inviting.use(invitation, newcomer, now=NOW)
    joiner = Joiner("Nia", "nia@example.org", "nia@example.org", "Africa/Lagos")
    asked = arriving.ask(arriving.Asking(joiner), invitation=None, now=NOW)
    links = {
        "joining": asked.link,
        "moving": moving.link,
        "moving_back": moved.back_link,
        "entering": mailed.make(Purpose.SIGN_IN, lasts=_LONG, now=NOW, member=member),
        "resetting": mailed.make(Purpose.RESET, lasts=_LONG, now=NOW, member=member),
    }
    texts = {name: mailed.text_of(link) or "" for name, link in links.items()}
    return texts | {
        "asking": asked.link.nonce,
        "invited": inviting.text_of(invitation) or "",
    }


def _full_call(people: dict[str, Member]) -> Call:
    """One place: it was taken and given back, and now it is offered to the member."""
    ola, mia = people["facilitator"], people["member"]
    link = "https://meet.example.org/small"
    draft = sitting_at("2026-03-10T18:00", capacity=1, join_url=link)
    details = Details(title="A call for one", description="*Small* on purpose.", topics=("Care",))
    call = scheduling.schedule_call(details, [draft], by=ola, now=NOW)
    sitting = sittings_of(call)[0]
    first = people["steward"].person
    note = {"note": "I may be late.", "access_needs": "Captions, please."}
    rsvps.answer(sitting, first, answer=Answer.GOING, shows_name=True, now=NOW)
    rsvps.answer(sitting, mia.person, answer=Answer.GOING, shows_name=True, now=NOW, **note)
    rsvps.answer(sitting, first, answer=Answer.CANNOT, shows_name=True, now=NOW)
    old = scheduling.schedule_call(
        Details(title="A call long ago"), [sitting_at("2026-03-03T18:00")], by=ola, now=NOW
    )
    changing.cancel(sittings_of(old)[0], by=ola, reason="I was ill.", now=NOW)
    return call


def _write_the_code(people: dict[str, Member]) -> Contact:
    """Our own code, and a material version after it that the steward has not accepted yet; gives
    one of the people to write to.
    """
    publishing.publish_default(by=people["steward"], now=NOW)
    accept_number(people["steward"].person, 1, how=How.PAGE, now=NOW)
    first = default_code()
    section = first.sections[1]
    rest = ClauseText("expected-rest", "**Rest.** Nobody owes anybody an answer at night.")
    section = replace(section, clauses=(*section.clauses[:-1], rest))
    later = replace(first, sections=(first.sections[0], section, *first.sections[2:]))
    publish(people["steward"], later, summary="Rest belongs to it.", now=NOW)
    publishing.save(first, by=people["steward"], edits=0, now=NOW)
    noor = ContactDraft("Noor Haddad", "noor@example.org", "French, Arabic; evenings", None)
    ola = ContactDraft("Ola", "ola@example.org", "Facilitates", people["facilitator"])
    named = [contacts.add(draft, by=people["steward"], now=NOW) for draft in (noor, ola)]
    for who in ("member", "facilitator"):
        accept_number(people[who].person, 2, how=How.SIGN_UP, now=NOW)
    return named[0]


def _guests(sitting: Sitting) -> dict[str, str]:
    """Links to a guest who waits for a place, and to somebody who has not confirmed yet."""
    gina = Caller("Gina", "gina@example.org", "gina@example.org", "America/New_York")
    otto = Caller("Otto", "otto@example.org", "otto@example.org", "Asia/Tokyo")
    wish = Wish(Answer.GOING, note="I may be late.", access_needs="Captions, please.")
    confirmed, unconfirmed = (
        guest_answers.ask(sitting, each, wish, now=NOW) for each in (gina, otto)
    )
    guest_answers.confirm(confirmed, accepted=2, now=NOW)
    draft, said = ItemDraft(title="A round of names", body="*One* word each."), Said(Degree.NONE)
    given = {"leads": True, "said": said, "by": confirmed.person, "now": NOW}
    guest_proposing.propose(sitting.call, draft, **given)
    return {
        "asked": unconfirmed.link.nonce,
        "guest": mailed.text_of(confirmed.link) or "",
        "unconfirmed": mailed.text_of(unconfirmed.link) or "",
    }


def _slug_of(condition) -> str:
    return db.session.scalars(select(Call.slug).where(condition)).first() or ""
