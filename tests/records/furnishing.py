"""Calls that were held, with everything their records can show, for the journeys."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from community.accounts.models import Member
from community.agendas.drafts import ItemDraft
from community.agendas.models import ItemKind
from community.agendas.queries import items_of
from community.agendas.writing import add
from community.calls.models import Call
from community.calls.queries import sittings_of
from community.disclosures.wording import Checked, Degree, Said, Tool
from community.facilitation import being_here, steering
from community.facilitation.queries import opening_of
from community.notes.models import Kind
from community.notes.writing import NoteText, thread_for_item, write
from community.records import correcting, drafting, linking, publishing
from community.records.corrections import Outcome
from community.records.models import LinkKind
from tests.agendas.build import on_agenda, publish_agenda
from tests.factories import make_call, make_sitting
from tests.notes.saying import say

SAID = Said(Degree.SOME, tools=(Tool("Some Model"),), checked=Checked.EVERY_CLAIM)


def furnish_records(people: Mapping[str, Member], *, now: datetime) -> dict[str, str]:
    """One record that is published, with a note since then, and one that is being corrected."""
    ola, mia = people["facilitator"], people["member"]
    held, corrected = (
        _held(people, title, now - timedelta(days=days))
        for title, days in (("What we learned of licences", 2), ("What we do about maintainers", 1))
    )
    publishing.publish(held, seen=0, by=ola, now=now - timedelta(days=1))
    say(held, mia, "It was in the news since.", now=now)
    publishing.open_for_correction(corrected, days=7, publishes=True, by=ola, now=now)
    item = items_of(corrected.id)[0]
    asked = correcting.ask(corrected, "It was on Monday.", item_id=item.id, by=mia, now=now)
    correcting.answer(asked, Outcome.LEFT, word="It says so.", by=ola, now=now)
    correcting.ask(corrected, "Two were missing.", by=mia, now=now)
    return {"held": held.slug, "corrected": corrected.slug}


def _held(people: Mapping[str, Member], title: str, begins: datetime) -> Call:
    ola, mia, stu = people["facilitator"], people["member"], people["steward"]
    call = make_call(ola, title=title)
    make_sitting(call, starts=begins.replace(tzinfo=None, hour=9))
    begins = sittings_of(call)[0].starts_at
    words = ItemDraft(
        title="Which licence do our texts have?",
        body="Three were named. *Which* one?",
        kind=ItemKind.DECIDE,
        minutes=25,
        for_people="Everybody may go on with what they wrote.",
        for_business="Lawyers know it.",
        owners=(mia.id,),
    )
    item = add(call, words, by=ola, now=begins - timedelta(days=1))
    on_agenda(call, ola, "Not for here", is_off_record=True)
    on_agenda(call, ola, "Thanks")
    publish_agenda(call, ola, now=begins - timedelta(days=1))
    steering.start(call, by=ola, now=begins)
    being_here.come(call, shows_name=True, by=mia, now=begins)
    being_here.come(call, shows_name=False, by=stu, now=begins)
    note = NoteText("The second one, said **most**.", SAID)
    write(thread_for_item(item.id, now=begins), note, by=mia, now=begins)
    say(call, ola, "We take the second licence.", kind=Kind.DECISION, now=begins)
    say(call, ola, "Ask the lawyers.", kind=Kind.ACTION, owner=mia, now=begins)
    opening = opening_of(call)
    assert opening is not None
    ends = begins + timedelta(minutes=50)
    steering.end(call, seen=opening.id, by=ola, now=ends)
    given = {"said": SAID, "by": ola, "now": ends}
    drafting.write_summary(call, "We chose a *licence*.", version=0, **given)
    kinds = (LinkKind.RECORDING, "The film"), (LinkKind.SLIDES, "Slides")
    for kind, name in kinds:
        url = f"https://example.org/{kind.value}"
        linking.add_link(call, kind, title=name, url=url, by=ola, now=ends)
    return call
