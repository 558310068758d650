"""The page of an agenda: what is published, what is proposed, what became of one's own."""

from dataclasses import replace

from flask import render_template
from flask.typing import ResponseReturnValue

from community import clock, limits
from community.access import guard, permitted, viewer
from community.agendas import edition_queries, lines, queries
from community.agendas.beginnings import left_for
from community.agendas.content import budget_of, masked
from community.agendas.folding import fold
from community.agendas.guest_queries import own_of
from community.agendas.models import State
from community.agendas.policies import Permission
from community.calls.models import Call
from community.calls.queries import call_by_slug, sittings_of
from community.calls.when import times_held
from community.conduct.state_models import Content
from community.conduct.state_queries import redactions_among

from .blueprint import bp, keep_to_its_link, refuse_gone

CAN = (Permission.PROPOSE, Permission.VOTE, Permission.WRITE_AGENDA)


@bp.get("/calls/<slug>/agenda")
@guard(Permission.READ_AGENDA, load=call_by_slug)
def show_agenda(call: Call) -> ResponseReturnValue:
    """What is published, and the proposals with their votes."""
    refuse_gone(call)
    who, now = viewer(), clock.now()
    keep_to_its_link(call)
    sittings = sittings_of(call)
    times = times_held(sittings, who.member.zone if who.member else None)
    can = permitted(who, call, CAN)
    holds = Permission.WRITE_AGENDA.value in can
    shown = lines.shown_to(who, call, holds=holds)
    edition = edition_queries.latest_of(call.id)
    agenda = edition_queries.text_of(edition) if edition else None
    if agenda:
        items = agenda.items if holds else masked(agenda.items)
        agenda = replace(agenda, items=fold(items, who))
    numbers = {line.number for line in shown}
    numbers |= {item.number for item in agenda.items} if agenda else set()
    return render_template(
        "agendas/agenda.html",
        redactions=redactions_among(Content.ITEM, numbers),
        limited=limits.words_of(who.limits, Permission.PROPOSE, call),
        slug=call.slug,
        title=call.title,
        visibility=call.visibility,
        times=times,
        zone=times.zone,
        agenda=agenda,
        budget=budget_of(agenda.items, agenda.minutes) if agenda else None,
        proposals=lines.by_votes(lines.in_state(shown, State.PROPOSED)),
        became=[x for x in shown if not x.mine and x.state is not State.PROPOSED],
        mine=[line for line in shown if line.mine and line.state is not State.PROPOSED],
        as_guest=own_of(who.member.person_id, call) if who.member else (),
        is_over=all(sitting.is_over(now) for sitting in sittings),
        left=left_for(call, who),
        moved_to=queries.moved_to(call, who.member),
        can=can,
    )
