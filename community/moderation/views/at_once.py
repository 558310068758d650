"""What those who hold a call, conduct contacts and responders do in it at once, on a phone."""

from datetime import datetime

from flask import Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, viewer
from community.accounts.models import Person
from community.calls.models import Call
from community.calls.queries import call_by_slug, sittings_of
from community.calls.times import Sitting
from community.conduct.emergencies import Measure
from community.conduct.emergency_models import Act, ActingRole, Emergency
from community.conduct.emergency_queries import emergency_called
from community.conduct.queries import text_of, version_in_force
from community.db import db, transaction
from community.facilitation.policies import Permission, acting_role
from community.fields import counted
from community.moderation import at_once, at_once_people, at_once_queries
from community.moderation.at_once_forms import (
    PLACES,
    AboutOneForm,
    AtOnceForm,
    HideForm,
    LinkForm,
)
from community.moderation.case_models import Case
from community.moderation.policies import Permission as OfCases
from community.moderation.subject_queries import subject_at
from community.moderation.subjects import Subject
from community.notes.blocks import reader_zone
from community.sent import act_once, once_key

from .blueprint import bp, shown
from .case_page import open_case

_DONE = {
    Act.FREEZE_NOTES: "The notes are frozen for a quarter of an hour.",
    Act.PAUSE_ANSWERS: "Nobody can say that they come until this is lifted, a day at the longest.",
    Act.REMOVE_ANSWER: "The answer is taken away, and they are told.",
    Act.CHANGE_LINK: "The new link is on its way to those who are going.",
    Act.HIDE_NOTE: "The note is hidden, and whoever wrote it is told why.",
    Act.PAGE: "The responders are written to now.",
}


def _call(slug: str, **_others: str) -> Call | None:
    call = call_by_slug(slug)
    return call if call is not None and not call.is_removed else None


@bp.get("/calls/<slug>/safety")
@guard(Permission.ACT_AT_ONCE, load=_call)
def show_safety(call: Call) -> ResponseReturnValue:
    """What can be done, and what stands."""
    return shown(
        "safety",
        call=call,
        places=PLACES,
        done=at_once_queries.done_in_call(call, viewer().member, clock.now()),
        waiting=at_once_people.people_waiting(call, clock.now(), but=viewer().member),
    )


@bp.get("/calls/<slug>/safety/<act>")
@guard(Permission.ACT_AT_ONCE, load=_call)
def ask_at_once(call: Call) -> ResponseReturnValue:
    """One of them: what it does, and why it is done."""
    act = _act()
    return _page(call, act, _form(call, act), 200)


@bp.post("/calls/<slug>/safety/<act>")
@guard(Permission.ACT_AT_ONCE, load=_call)
def do_at_once(call: Call) -> ResponseReturnValue:
    """Do it. A form that is sent twice acts once."""
    act, now = _act(), clock.now()
    form = _form(call, act)
    if not form.validate():
        return _page(call, act, form, 422)

    def do() -> str:
        about = f"note:{form.note.data}" if isinstance(form, HideForm) else f"call:{call.slug}"
        subject = subject_at(viewer(), about) or abort(404)
        _take(call, act, form, subject, now)
        flash(_DONE[act])
        return url_for("moderation.show_safety", slug=call.slug)

    return act_once(do)


@bp.post("/calls/<slug>/safety/admissions")
@guard(Permission.ACT_AT_ONCE, load=_call)
def let_in(call: Call) -> ResponseReturnValue:
    """Let somebody who answered since the link was changed have it."""
    now, me = clock.now(), viewer().member
    waiting = dict(at_once_people.people_waiting(call, now, but=me))
    number = counted(request.form.get("person"))
    if number in waiting:
        with transaction():
            at_once.let_in(call, db.session.get_one(Person, number), by=me, now=now)
        flash(f"{waiting[number]} has the link now.")
    return redirect(url_for("moderation.show_safety", slug=call.slug, _anchor="waiting"), 303)


@bp.post("/calls/<slug>/safety/measures/<reference>/withdrawal")
@guard(Permission.ACT_AT_ONCE, load=_call)
def lift_at_once(call: Call) -> ResponseReturnValue:
    """End one ahead of its time, as long as the responders have not called it right."""
    row = emergency_called(str((request.view_args or {})["reference"]), call.id)
    if row is None:
        abort(404)
    with transaction():
        at_once.lift_alone(row, by=viewer().member, now=clock.now())
    return redirect(url_for("moderation.show_safety", slug=call.slug), 303)


@bp.post("/desk/cases/<key>/at-once/<reference>/ratification")
@guard(OfCases.HANDLE_CASES, load=open_case)
def ratify_at_once(case: Case) -> ResponseReturnValue:
    """Say that it was right; it ends by itself all the same, but for a ruling that lets it last."""
    row = _of_case(case)
    with transaction():
        at_once.ratify(row, by=viewer().member, now=clock.now())
    return _back(case)


@bp.post("/desk/cases/<key>/at-once/<reference>/withdrawal")
@guard(OfCases.HANDLE_CASES, load=open_case)
def lift_in_case(case: Case) -> ResponseReturnValue:
    """End it."""
    row = _of_case(case)
    with transaction():
        at_once.lift(row, by=viewer().member, now=clock.now())
    return _back(case)


def _of_case(case: Case) -> Emergency:
    reference = str((request.view_args or {})["reference"])
    return at_once_queries.emergency_in_case(case, reference) or abort(404)


def _back(case: Case) -> ResponseReturnValue:
    return redirect(url_for("moderation.show_case", key=case.key, _anchor="at-once"), 303)


def _act() -> Act:
    return PLACES.get(str((request.view_args or {})["act"])) or abort(404)


def _form(call: Call, act: Act) -> AtOnceForm:
    now = clock.now()
    given = request.form if request.method == "POST" else None
    version = version_in_force(now)
    people = at_once_people.people_who_come(call, now, but=viewer().member, came=given is not None)
    form: AtOnceForm
    if act is Act.REMOVE_ANSWER:
        form = about = AboutOneForm(given)
        about.offer(people)
    elif act is Act.HIDE_NOTE:
        form = hidden = HideForm(given)
        chosen = hidden.note.data = hidden.note.data or request.args.get("note", "")
        sent, member = given is not None, viewer().member
        hidden.offer(at_once_queries.notes_in_sight(call, chosen, member=member, sent=sent))
    elif act is Act.CHANGE_LINK:
        form = link = LinkForm(given)
        link.offer(people, [(s.id, _when(s)) for s in _coming(call, now)])
    else:
        form = AtOnceForm(given)
    form.offer_clauses(text_of(version.version) if version else None)
    return form


def _take(call: Call, act: Act, form: AtOnceForm, subject: Subject, now: datetime) -> None:
    who, version = viewer(), version_in_force(now)
    named = version is not None and form.clause.data
    given = Measure(
        act=act,
        call_id=call.id,
        why=form.why.data or "",
        role=acting_role(who, call) or ActingRole.FACILITATOR,
        person=_person_of(form, subject),
        note_id=subject.number if isinstance(form, HideForm) else None,
        left_out=_people(form.left_out.data) if isinstance(form, LinkForm) else (),
        clause=(version.version_id, form.clause.data) if version and named else None,
    )
    if isinstance(form, LinkForm):
        sitting = db.session.get_one(Sitting, int(form.sitting.data))
        at_once.change_link(given, sitting, form.url.data or "", subject, by=who.member, now=now)
    else:
        at_once.take(given, subject, call, by=who.member, now=now)


def _person_of(form: AtOnceForm, subject: Subject) -> Person | None:
    if isinstance(form, HideForm):
        return subject.author
    return _people([form.person.data])[0] if isinstance(form, AboutOneForm) else None


def _people(chosen: list[str] | None) -> list[Person]:
    return [db.session.get_one(Person, int(number)) for number in chosen or []]


def _coming(call: Call, now: datetime) -> list[Sitting]:
    return [one for one in sittings_of(call) if not one.is_over(now) and not one.is_cancelled]


def _when(sitting: Sitting) -> str:
    return f"{sitting.starts_at.astimezone(reader_zone(viewer())):%d.%m.%Y %H:%M}"


def _page(call: Call, act: Act, form: AtOnceForm, status: int) -> Response:
    place = next(name for name, one in PLACES.items() if one is act)
    return shown(
        "at_once", status, call=call, act=act.value, place=place, form=form, once_key=once_key()
    )
