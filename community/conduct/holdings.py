"""What conduct holds of a person: what they accepted, where they are named, what they wrote."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from community import audit, clock
from community.accounts.models import Member
from community.accounts.unnaming import name_no_more
from community.db import db
from community.holdings import Facts, Holding

from . import contacts, forgetting, left_addresses
from .emergency_models import (
    Emergency,
    EmergencyAdmission,
    EmergencyLifting,
    EmergencyRatification,
)
from .emergency_queries import about_person
from .kept_text_models import KeptText
from .models import Acceptance, CodePublication, Contact
from .standing import is_limited, measures_of
from .state_models import (
    REASON_GONE,
    ContentAppeal,
    ContentReading,
    ContentState,
    Said,
    Standing,
)
from .state_queries import readings_of, states_about, told_of


def export(person_id: int) -> Facts:
    """Which versions they accepted, which they published, and their entry among the contacts."""
    accepted = select(Acceptance).where(Acceptance.person_id == person_id).order_by(Acceptance.id)
    member = select(Member.id).where(Member.person_id == person_id)
    published = select(CodePublication).where(CodePublication.by_id.in_(member))
    entries = select(Contact).where(Contact.member_id.in_(member)).order_by(Contact.id)
    return {
        "versions of the code of conduct accepted": [
            {
                "version": one.publication.number,
                "digest": one.digest,
                "where": one.how.value,
                "accepted": one.at,
            }
            for one in db.session.scalars(accepted)
        ],
        "versions of the code of conduct published": [
            {"version": one.number, "summary": one.summary, "published": one.at}
            for one in db.session.scalars(published.order_by(CodePublication.version_id))
        ],
        "named as a contact": [
            {"name": one.name, "address": one.address, "words": one.words, "since": one.added_at}
            for one in db.session.scalars(entries)
        ],
    }


def erase(person_id: int, now: datetime) -> None:  # noqa: ARG001 - holdings have one shape
    """Delete their acceptances and their entry; others' entries name them no more. Versions they
    published are everybody's.
    """
    gone = delete(Acceptance).where(Acceptance.person_id == person_id)
    db.session.execute(gone.execution_options(synchronize_session="fetch"))
    for member in db.session.scalars(select(Member).where(Member.person_id == person_id)).all():
        contacts.remove_member(member)
        name_no_more(member, {Contact: ("name", "words")})


def export_measures(person_id: int) -> Facts:
    """The measures that were imposed on them, as they were told, by days: an hour would say who
    was there then. Nothing of who said what.
    """
    return {
        "measures under the code of conduct": [
            {
                "clause": one.clause_key,
                "rung": one.level,
                "effects": sorted(each.effect.value for each in one.effects),
                "facts": one.facts,
                "scope": one.scope,
                "how it was found": one.how_found,
                "from": one.starts_at.date(),
                "until": one.ends_at.date() if one.ends_at else None,
                "lifted": one.lifting.at.date() if one.lifting else None,
                "why lifted": one.lifting.why if one.lifting else None,
            }
            for one in measures_of(person_id)
        ]
    }


def before_leaving(person_id: int) -> list[str]:
    """That leaving ends no measure."""
    told = (
        "A measure stands against you. It does not end by leaving: a scrambled form of your"
        " address is kept as long as it stands, and whoever comes back by it finds it again."
    )
    return [told] if db.session.scalar(select(is_limited(person_id, clock.now()))) else []


def erase_measures(person_id: int, now: datetime) -> None:
    """Empty what was said of them. What stands stays, so that nobody leaves a measure behind by
    leaving the place and coming back; it is taken out when it has become old.
    """
    left_addresses.keep(person_id, now=now)
    for one in measures_of(person_id):
        one.facts = one.scope = one.how_found = ""
        if one.lifting is not None:
            one.lifting.why = ""
    db.session.flush()


def export_content(person_id: int) -> Facts:
    """What of theirs was set aside, as they were told, and what they asked; never by whom."""
    states = states_about(person_id)
    readings = readings_of(states)

    def told(state: ContentState, said: Said) -> str | None:
        row = readings.get((state.id, said))
        return told_of(state, said, row) if row is not None and row.is_told else None

    return {
        "what I wrote that was set aside": [
            {
                "what": one.title,
                "state": one.state.value,
                "clause": one.clause_key,
                "why": told(one, Said.REASON),
                "day": one.at.date(),
                "words taken out": one.kept if one.state is Standing.REDACTED else None,
                "brought back": one.ended_at is not None,
                "my appeal": one.appeal.words_source if one.appeal else None,
                "answer": told(one, Said.ANSWER),
            }
            for one in states
        ]
    }


def erase_content(person_id: int, now: datetime) -> None:
    """Take out what they asked and what they were told, and what is kept of words of theirs that
    were taken out; what is kept of others names them no more. What is set aside stays so.
    """
    for member in db.session.scalars(select(Member).where(Member.person_id == person_id)):
        name_no_more(member, {KeptText: ("text", "reads"), ContentState: ("kept",)})
    for state in states_about(person_id):
        if state.state is Standing.REDACTED:
            forgetting.forget_one(state)
    read = select(ContentReading).join(ContentState).where(ContentState.author_id == person_id)
    for row in db.session.scalars(read.order_by(ContentReading.id)):
        row.forget(now)
    db.session.flush()
    mine = ContentState.author_id == person_id
    ids = select(ContentState.id).where(mine)
    appeals: Any = ContentAppeal.__table__
    emptied = update(ContentState).where(mine).values(why=REASON_GONE, title="")
    db.session.execute(emptied.execution_options(synchronize_session="fetch"))
    audit.take_out(appeals, ContentAppeal.state_id.in_(ids))
    db.session.expire_all()


def export_emergencies(person_id: int) -> Facts:
    """What was done at once about them, as they were told, by days; and what they did at once
    themselves.
    """
    member = select(Member.id).where(Member.person_id == person_id)
    taken = select(Emergency).where(Emergency.by_id.in_(member)).order_by(Emergency.id)
    lifted = select(EmergencyLifting).where(EmergencyLifting.by_id.in_(member))
    ratified = select(EmergencyRatification).where(EmergencyRatification.by_id.in_(member))
    let_in = select(EmergencyAdmission).where(EmergencyAdmission.by_id.in_(member))
    let_in = let_in.order_by(EmergencyAdmission.at, EmergencyAdmission.emergency_id)
    mine = select(EmergencyAdmission).where(
        EmergencyAdmission.person_id == person_id, EmergencyAdmission.by_id.is_not(None)
    )
    return {
        "let in where a join link was changed at once": [
            one.at.date() for one in db.session.scalars(mine.order_by(EmergencyAdmission.at))
        ],
        "people I let in": [one.at for one in db.session.scalars(let_in)],
        "emergency measures about me": [
            {"what": one.act.value, "as": one.role.value, "why": one.why, "day": one.at.date()}
            for one in about_person(person_id)
        ],
        "emergency measures I took": [
            {"what": one.act.value, "as": one.role.value, "why": one.why, "from": one.at}
            for one in db.session.scalars(taken).unique()
        ],
        "emergency measures I lifted": [one.at for one in db.session.scalars(lifted)],
        "emergency measures I called right": [one.at for one in db.session.scalars(ratified)],
    }


def erase_emergencies(person_id: int, now: datetime) -> None:  # noqa: ARG001 - one shape
    """Empty what was said of them. What stands stays, as a measure does."""
    about = [one.id for one in about_person(person_id)]
    db.session.execute(update(Emergency).where(Emergency.id.in_(about)).values(why=""))
    gone = delete(EmergencyAdmission).where(EmergencyAdmission.person_id == person_id)
    db.session.execute(gone.execution_options(synchronize_session="fetch"))


HOLDINGS = (
    Holding(
        tables=frozenset({"acceptance", "conduct_contact", "code_version", "code_publication"}),
        export=export,
        erase=erase,
    ),
    Holding(
        tables=frozenset({"measure", "measure_effect", "measure_lifting", "left_address"}),
        export=export_measures,
        erase=erase_measures,
        before_leaving=before_leaving,
    ),
    Holding(
        tables=frozenset(
            {"content_state", "content_appeal", "content_reading", "content_kept_text"}
        ),
        export=export_content,
        erase=erase_content,
    ),
    Holding(
        tables=frozenset(
            {
                *("emergency", "emergency_left_out", "emergency_lifting"),
                *("emergency_ratification", "emergency_admission", "emergency_measure"),
            }
        ),
        export=export_emergencies,
        erase=erase_emergencies,
    ),
)
