"""The steward's pages about letters: which wait, which were given up, which were sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, recently_confirmed, viewer
from community.accounts.models import Role
from community.accounts.policies import Permission
from community.accounts.queries import holds_role, names_of
from community.db import transaction
from community.outbox import ledger, posting
from community.outbox.ledger import Shelf
from community.outbox.models import Letter, Outcome

from .blueprint import bp

NAMES = {
    "verify": "An account is asked for",
    "sign_in_link": "A link to sign in",
    "reset": "A link to another password",
    "password_changed": "The password is changed",
    "new_address": "A new address to confirm",
    "address_changed": "The address is changed",
    "address_taken_back": "The address is taken back",
    "guest_confirmation": "A guest’s answer to confirm",
    "notes": "Mentioned or answered in a note",
    "notes_daily": "Mentioned or answered in notes, once a day",
    "item_mentions": "Mentioned in an agenda",
    "call_roles": "Given a role at a call, or taken off one",
    "proposal_answered": "A proposal for an agenda is answered",
    "proposals_wait": "A proposal with a first link waits",
    "item_mentions_daily": "Mentioned in agendas, once a day",
    "pattern_suggested": "An edit of a pattern is suggested",
    "suggestion_answered": "A suggested edit is answered",
    "pattern_stage": "A pattern is at another stage",
    "pattern_judged": "A pattern is reviewed, or objected to",
    "use_links": "Links of known uses do not answer",
    "first_links": "Something with a first link waits",
    "proposal_returned": "A proposed pattern is a draft again",
    "role_granted": "A role was entrusted",
    "changed": "Calls have changed",
    "agenda_published": "An agenda is published",
    "empty_agenda": "An agenda is still empty",
    "record_opened": "A record is open for correction",
    "corrections_asked": "Corrections of a record are asked for",
    "record_published": "A record is published",
    "record_nudge": "A call has no record",
    "place_offered": "A place is offered",
    "place_lost": "The time to take a place is over",
    "place_given": "A place, since there is no limit",
    "reminder_day": "A reminder a day before",
    "reminder_hour": "A reminder an hour before",
    "facilitation_invited": "Asked to facilitate",
    "pattern_invited": "Invited to a draft",
}
_OPENING = frozenset({"sign_in_link", "reset", "new_address", "address_changed"})
"""Letters whose links give an account to whoever has them."""

_SHELVES = {
    Shelf.WAITING: "Waiting",
    Shelf.GIVEN_UP: "Given up",
    Shelf.SENT: "Sent",
    Shelf.NOT_NEEDED: "Not needed any more",
}


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter as the steward sees it: whom it is for, what it is about in a word, how it fares."""

    number: int
    what: str
    to: str
    due_at: datetime
    tries: int
    fault: str | None
    closed_at: datetime | None
    is_given_up: bool


@bp.get("/letters")
@guard(Permission.SEE_LETTERS)
@recently_confirmed
def list_letters() -> ResponseReturnValue:
    """The letters of one shelf, those that wait first of all."""
    shelf = _shelf(request.args.get("show", ""))
    page = ledger.letters_on(shelf, request.args.get("after"))
    counts = ledger.counts()
    return render_template(
        "accounts/letters.html",
        shelf=shelf,
        shelves=[(each, words, counts[each]) for each, words in _SHELVES.items()],
        letters=_lines(page.rows),
        next=page.next,
        is_kept=posting.folder() is not None,
        zone=clock.zone(viewer().member.zone),
    )


@bp.get("/letters/<int:number>")
@guard(Permission.SEE_LETTERS, load=ledger.letter_numbered)
@recently_confirmed
def show_letter(letter: Letter) -> ResponseReturnValue:
    """How one letter fares, and what it says where no mail server is set."""
    (line,) = _lines([letter])
    opens_reports = _opens_reports(letter)
    return render_template(
        "accounts/letter.html",
        letter=line,
        written=None if opens_reports else ledger.read(letter),
        opens_reports=opens_reports,
        is_kept=posting.folder() is not None,
        zone=clock.zone(viewer().member.zone),
    )


@bp.post("/letters/<int:number>/resending")
@guard(Permission.SEE_LETTERS, load=ledger.letter_numbered)
@recently_confirmed
def send_again(letter: Letter) -> ResponseReturnValue:
    """Try a letter that was given up once more."""
    with transaction():
        posting.post_again(letter, now=clock.now())
    flash("The letter is tried again within a minute.")
    return redirect(url_for("accounts.list_letters", show=Shelf.GIVEN_UP), 303)


@bp.post("/letters/resending")
@guard(Permission.SEE_LETTERS)
@recently_confirmed
def send_all_again() -> ResponseReturnValue:
    """Try every letter that was given up once more: after the mail server refused all of them."""
    with transaction():
        number = posting.post_all_again(now=clock.now())
    one = "One letter is tried again." if number == 1 else f"{number} letters are tried again."
    flash(one if number else "Whatever was given up is tried again.")
    return redirect(url_for("accounts.list_letters", show=Shelf.WAITING), 303)


def _opens_reports(letter: Letter) -> bool:
    """Whether its links open the account of a responder: what responders read is not stewards'."""
    if letter.person_id is None or letter.kind not in _OPENING:
        return False
    return holds_role(letter.person_id, Role.RESPONDER)


def _shelf(name: str) -> Shelf:
    return Shelf(name) if name in {shelf.value for shelf in Shelf} else Shelf.WAITING


def _lines(letters: Iterable[Letter]) -> list[LetterLine]:
    letters = list(letters)
    names = names_of(letter.person_id for letter in letters if letter.person_id is not None)
    return [
        LetterLine(
            number=letter.id,
            what=NAMES.get(letter.kind, letter.kind.replace("_", " ").capitalize()),
            to=letter.address or names.get(letter.person_id or 0, ""),
            due_at=letter.due_at,
            tries=letter.tries,
            fault=letter.fault,
            closed_at=letter.closed_at,
            is_given_up=letter.outcome is Outcome.GIVEN_UP,
        )
        for letter in letters
    ]
