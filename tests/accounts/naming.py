"""Texts of others that name a member by `@handle`, wherever there are such texts."""

from dataclasses import replace

from community.accounts import profiles
from community.accounts.handles import skeleton
from community.accounts.models import Member
from community.agendas import templating
from community.calls.models import Call
from community.db import db
from community.patterns import drafting
from community.records import drafting as records
from community.text import render_markdown
from tests.agendas.build import on_agenda, proposed, publish_agenda
from tests.factories import START, make_call, make_sitting
from tests.notes.saying import NO_TOOL, say
from tests.patterns import build as patterns

FORMER = "vormals-canary"


def rename(member: Member) -> None:
    """The member was called `FORMER` before."""
    present = profiles.profile_of(member)
    handle, member.handle = member.handle, FORMER
    member.handle_skeleton = skeleton(FORMER)
    profiles.change(member, replace(present, handle=handle), now=START)


def name_everywhere(member: Member, by: Member) -> Call:
    """What `by` wrote of a member in an item, on an agenda and in its template, a note, a record, a
    description, a pattern, a suggestion and a draft, by the handle they have and the one they had.
    """
    said = f"Ask @{member.handle}.\n@{FORMER} knows, and @{by.handle}."
    call = make_call(by, title="Naming", own_description_source=said)
    make_sitting(call)
    call.own_description_html = render_markdown(said, {member.handle})
    proposed(call, by, "Proposed", body=said)
    on_agenda(call, by, f"With @{member.handle}", body=said)
    publish_agenda(call, by, note=f"Now with @{member.handle}")
    templating.keep(call, name="Kept", about=f"By @{FORMER}", by=by, now=START)
    say(call, by, said)
    records.write_summary(call, said, version=0, said=NO_TOOL, by=by, now=START)
    pattern = patterns.proposed(by, context=said, summary=f"As @{FORMER} says.")
    patterns.revised(pattern, by, context=f"Again: {said}")
    drafting.keep_draft(by, "new", [("context", said)], now=START)
    db.session.flush()
    return call
