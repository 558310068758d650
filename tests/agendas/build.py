"""Shorthands for agendas in tests."""

from datetime import datetime

from community.accounts.models import Member
from community.agendas import proposing, publishing, states, writing
from community.agendas.drafts import ItemDraft
from community.agendas.editions import Edition
from community.agendas.models import Item, State
from community.agendas.queries import items_of, version_of
from community.calls.models import Call
from tests.factories import START, make_call, make_member, make_sitting


def make_evening(*owners: Member, title: str = "An evening", minutes: int = 60) -> Call:
    """A public call of an hour on 13 March 2026, facilitated by `owners`, or by a new Ola."""
    call = make_call(*(owners or (make_member("Ola"),)), title=title)
    make_sitting(call, minutes=minutes)
    return call


def proposed(call: Call, by: Member, title: str = "Licences", **words: object) -> Item:
    """A proposal of `by`."""
    draft = ItemDraft(title=title, **words)
    return proposing.propose(call, draft, leads=False, by=by, now=START)


def on_agenda(call: Call, by: Member, *titles: str, **words: object) -> list[Item]:
    """Items on the draft of a call, in this order."""
    return [
        writing.add(call, ItemDraft(title=title, **words), by=by, now=START) for title in titles
    ]


def publish_agenda(call: Call, by: Member, *, now: datetime = START, note: str = "") -> Edition:
    """Publish the draft as it is, with one more item on it where there is none."""
    if not items_of(call.id, {State.ACCEPTED}):
        on_agenda(call, by, "Welcome")
    version = version_of(call)
    return publishing.publish(call, version=version, note=note, said=None, by=by, now=now)


def titles(call: Call, *wanted: State) -> list[str]:
    """The titles of a call's items in these states (accepted, if none is given), in order."""
    return [item.title for item in items_of(call.id, set(wanted) or {State.ACCEPTED})]


def declined(item: Item, by: Member, why: str = "Not this time.") -> Item:
    """The item, declined."""
    states.decline(item, by=by, why=why, now=START)
    return item
