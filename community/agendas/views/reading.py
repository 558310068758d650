"""The page of an agenda: what is published, what is proposed, what became of one's own."""

from flask import render_template
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, permitted, viewer
from community.agendas import lines
from community.agendas.models import State
from community.agendas.policies import Permission
from community.agendas.queries import minutes_available
from community.calls.models import Call, Visibility
from community.calls.queries import call_by_slug, sittings_of
from community.calls.when import when_of
from community.origin import keep_from_shared_caches

from .blueprint import bp

CAN = (Permission.PROPOSE, Permission.VOTE, Permission.WRITE_AGENDA)


@bp.get("/calls/<slug>/agenda")
@guard(Permission.READ_AGENDA, load=call_by_slug)
def show_agenda(call: Call) -> ResponseReturnValue:
    """What is published, and the proposals with their votes."""
    who, now = viewer(), clock.now()
    if call.visibility is not Visibility.PUBLIC:
        keep_from_shared_caches()
    sittings = sittings_of(call)
    shown = lines.shown_to(who, call)
    return render_template(
        "agendas/agenda.html",
        slug=call.slug,
        title=call.title,
        when=when_of(sittings[0], who.member.zone if who.member else None) if sittings else None,
        available=minutes_available(sittings),
        proposals=lines.by_votes(lines.in_state(shown, State.PROPOSED)),
        mine=[line for line in shown if line.mine and line.state is not State.PROPOSED],
        is_over=all(sitting.is_over(now) for sitting in sittings),
        is_gone=call.is_removed,
        can=permitted(who, call, CAN),
    )
