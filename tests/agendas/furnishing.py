"""An agenda with everything on it that a page can show, for the journeys."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from community.accounts.models import Member
from community.agendas import proposing, publishing, states, templating, writing
from community.agendas.drafts import ItemDraft
from community.agendas.models import ItemKind
from community.agendas.queries import version_of
from community.calls.models import Call
from community.disclosures.wording import Checked, Degree, Said, Tool
from tests.agendas.build import publish_agenda


def furnish_agenda(call: Call, people: Mapping[str, Member], *, now: datetime) -> dict[str, str]:
    """Proposals of the member, and what the facilitator has made of them and added."""
    ola, mia = people["facilitator"], people["member"]
    words = ItemDraft(
        title="Which licence do our texts have?",
        body="Three were named. *Which* one?",
        kind=ItemKind.DECIDE,
        minutes=25,
        for_people="Everybody may go on with what they wrote, with their name on it.",
        for_business="Lawyers know it.",
        owners=(mia.id,),
    )
    item = writing.add(call, words, by=ola, now=now)
    writing.add(call, replace(words, title="Welcome", is_off_record=True), by=ola, now=now)
    publish_agenda(call, ola, now=now)
    writing.add(call, replace(words, title="Thanks", minutes=15, owners=()), by=ola, now=now)
    better = replace(words, body="Four were named. *Which* one?")
    writing.change(item, better, version=item.version, now=now)
    said = Said(Degree.SOME, tools=(Tool("Some Model"),), checked=Checked.EVERY_CLAIM)
    version = version_of(call)
    note = "The licences first."
    publishing.publish(call, version=version, note=note, said=said, by=ola, now=now)
    writing.add(call, replace(words, title="A draft"), by=ola, now=now)
    proposal, parked, declined = (
        proposing.propose(call, replace(words, title=title), leads=True, by=mia, now=now)
        for title in ("Who writes the minutes?", "A call in the evening", "Sing together")
    )
    proposing.vote(proposal, by=ola, would_join=True, now=now)
    states.park(parked, by=ola, now=now)
    states.decline(declined, by=ola, why="Not this time.", now=now)
    template = templating.keep(call, name="Ours", about="For us.", by=ola, now=now)
    return {"template": str(template.id), "item": item.key, "proposal": proposal.key}
