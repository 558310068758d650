"""Taking the sample content away: every row of it, and what hangs on it."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, delete, or_, select, update

from community.accounts.models import MailedLink, Member, Person, RoleGrant, SignIn
from community.agendas.editions import EditionOwner
from community.agendas.mention_models import ItemMention
from community.agendas.models import Item, ItemOwner
from community.attendance.models import Follow, GuestAnswer, Offer, Rsvp, SeriesAnswer
from community.calendars import revisions
from community.calendars.models import FeedSecret, ImportFile
from community.calls.history import SittingChange
from community.calls.models import Call, Removal, Series, Topic, call_topic, series_topic
from community.calls.owners import Invitation, Ownership
from community.calls.times import Cancellation, JoinLink, Recurrence, Sitting, SkippedDate, Slot
from community.db import db
from community.disclosures.models import DisclosedTool, Disclosure
from community.distance.models import Distance
from community.notes.models import CallThread, ItemThread, NoteMention, Thread
from community.notes.tasks import Action
from community.outbox.models import Letter, LetterChoice
from community.search import indexing

from .hanging import delete_what_hangs_on
from .models import Sample

__all__ = ["remove_sample"]


def remove_sample() -> None:
    """Delete the sample series, calls and people, with every answer to them and whatever was
    written there, by whomever: see `at_stake`. What people have made elsewhere stays, and names no
    sample person. Doing it twice changes nothing.
    """
    series, calls, members = (_marked(kind) for kind in ("series", "call", "member"))
    calls += list(db.session.scalars(select(Call.id).where(Call.series_id.in_(series))))
    _tell_feeds(series, calls, members)
    _delete_calls(series, calls)
    _delete_people(members)
    db.session.execute(delete(Sample))
    db.session.execute(delete(Topic).where(~_in_use()))
    db.session.expire_all()
    indexing.sweep([kind.model for kind in indexing.texts()])


def _marked(kind: str) -> list[int]:
    return list(db.session.scalars(select(Sample.row_id).where(Sample.kind == kind)))


def _tell_feeds(series: Sequence[int], calls: Sequence[int], members: Sequence[int]) -> None:
    """Let no calendar answer "unchanged" with what is being deleted: nothing else announces it."""
    sittings = select(Sitting.id).where(Sitting.call_id.in_(calls))
    people = {
        *db.session.scalars(select(Member.person_id).where(Member.id.in_(members))),
        *db.session.scalars(select(Rsvp.person_id).where(Rsvp.sitting_id.in_(sittings))),
        *db.session.scalars(
            select(SeriesAnswer.person_id).where(SeriesAnswer.series_id.in_(series))
        ),
        *db.session.scalars(select(Follow.person_id).where(Follow.series_id.in_(series))),
    }
    if series or calls or people:
        revisions.bump(
            revisions.CALLS,
            revisions.COMMUNITY,
            *map(revisions.of_series_id, series),
            *map(revisions.of_call, calls),
            *map(revisions.of_person, people),
        )


def _delete_calls(series: Sequence[int], calls: Sequence[int]) -> None:
    sittings = select(Sitting.id).where(Sitting.call_id.in_(calls))
    recurrences = select(Recurrence.id).where(Recurrence.series_id.in_(series))
    slots = select(Slot.id).where(Slot.recurrence_id.in_(recurrences))
    _delete_answers(select(Rsvp.id).where(Rsvp.sitting_id.in_(sittings)))
    _delete_guest_answers(select(GuestAnswer.id).where(GuestAnswer.sitting_id.in_(sittings)))
    _delete_talk(series, calls)
    for statement in (
        delete(SeriesAnswer).where(SeriesAnswer.series_id.in_(series)),
        delete(Follow).where(Follow.series_id.in_(series)),
        delete(Cancellation).where(Cancellation.sitting_id.in_(sittings)),
        delete(SittingChange).where(SittingChange.sitting_id.in_(sittings)),
        delete(JoinLink).where(or_(JoinLink.sitting_id.in_(sittings), JoinLink.slot_id.in_(slots))),
        delete(Sitting).where(Sitting.call_id.in_(calls)),
        delete(SkippedDate).where(SkippedDate.recurrence_id.in_(recurrences)),
        delete(Slot).where(Slot.recurrence_id.in_(recurrences)),
        delete(Recurrence).where(Recurrence.series_id.in_(series)),
        *(
            delete(model).where(or_(model.series_id.in_(series), model.call_id.in_(calls)))
            for model in (Ownership, Invitation, Removal)
        ),
        delete(call_topic).where(call_topic.c.call_id.in_(calls)),
        delete(series_topic).where(series_topic.c.series_id.in_(series)),
        delete(Call).where(Call.id.in_(calls)),
        delete(Series).where(Series.id.in_(series)),
    ):
        db.session.execute(statement.execution_options(synchronize_session=False))


def _delete_talk(series: Sequence[int], calls: Sequence[int]) -> None:
    items = select(Item.id).where(Item.call_id.in_(calls))
    threads = [
        *db.session.scalars(select(CallThread.thread_id).where(CallThread.call_id.in_(calls))),
        *db.session.scalars(select(ItemThread.thread_id).where(ItemThread.item_id.in_(items))),
    ]
    delete_what_hangs_on({"series": series, "call": calls, "thread": threads})
    db.session.execute(delete(Thread).where(Thread.id.in_(threads)))


def _delete_people(members: Sequence[int]) -> None:
    people = list(db.session.scalars(select(Member.person_id).where(Member.id.in_(members))))
    _delete_answers(select(Rsvp.id).where(Rsvp.person_id.in_(people)))
    _delete_guest_answers(select(GuestAnswer.id).where(GuestAnswer.person_id.in_(people)))
    said = select(Disclosure.id).where(Disclosure.person_id.in_(people))
    for statement in (
        delete(DisclosedTool).where(DisclosedTool.disclosure_id.in_(said)),
        delete(Disclosure).where(Disclosure.person_id.in_(people)),
        *(
            delete(model).where(model.person_id.in_(people))
            for model in (SeriesAnswer, Follow, Letter, LetterChoice)
        ),
        *(
            delete(model).where(model.member_id.in_(members))
            for model in (ItemMention, NoteMention, ItemOwner, EditionOwner)
        ),
        update(Action).where(Action.owner_id.in_(members)).values(owner_id=None),
        delete(Ownership).where(Ownership.member_id.in_(members)),
        delete(Invitation).where(
            or_(Invitation.member_id.in_(members), Invitation.by_id.in_(members))
        ),
        delete(Distance).where(or_(Distance.by_id.in_(members), Distance.other_id.in_(members))),
        *(delete(model).where(model.member_id.in_(members)) for model in (FeedSecret, ImportFile)),
        *(delete(model).where(model.member_id.in_(members)) for model in (SignIn, RoleGrant)),
        delete(Member).where(Member.id.in_(members)),
        delete(Person).where(Person.id.in_(people)),
    ):
        db.session.execute(statement.execution_options(synchronize_session=False))


def _delete_answers(answers: Select[int]) -> None:
    for statement in (
        delete(Offer).where(Offer.rsvp_id.in_(answers)),
        delete(Rsvp).where(Rsvp.id.in_(answers)),
    ):
        db.session.execute(statement.execution_options(synchronize_session=False))


def _delete_guest_answers(asked: Select[int]) -> None:
    ids = list(db.session.scalars(asked))
    links = list(db.session.scalars(select(GuestAnswer.link_id).where(GuestAnswer.id.in_(ids))))
    for statement in (
        delete(GuestAnswer).where(GuestAnswer.id.in_(ids)),
        delete(MailedLink).where(MailedLink.id.in_(links)),
    ):
        db.session.execute(statement.execution_options(synchronize_session=False))


def _in_use() -> ColumnElement[bool]:
    return or_(
        Topic.id.in_(select(call_topic.c.topic_id)), Topic.id.in_(select(series_topic.c.topic_id))
    )
