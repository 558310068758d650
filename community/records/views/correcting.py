"""Corrections over HTTP: asked for by who took part, answered by the facilitators."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, may, viewer
from community.agreement import agreed_first
from community.calls.models import Call
from community.calls.queries import call_by_slug
from community.db import transaction
from community.distance import sparing
from community.distance.forbidding import ContactForbidden
from community.drafts import places
from community.drafts.keeping import forget_draft
from community.drafts.sent import DISCARD, begun, kept, sent_tab
from community.errors import TooMany
from community.fields import counted
from community.records import correcting, queries
from community.records.content_queries import outline_of
from community.records.corrections import Correction, Outcome
from community.records.forms import CorrectionForm, ReplyForm
from community.records.note_queries import note_in
from community.records.policies import Permission
from community.records.redacting_calls import redactions_in
from community.records.unsent import unsent_by
from community.sent import act_once, once_key

from .blueprint import about, bp


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """A correction as it is listed: what it is about, what was asked, what became of it."""

    number: int
    by: str | None
    at: datetime
    words: str
    note_key: str | None
    item_title: str | None
    outcome: str | None
    word: str
    is_mine: bool


@bp.get("/calls/<slug>/record/corrections")
@guard(Permission.CORRECT_RECORD, load=call_by_slug)
def list_corrections(call: Call) -> ResponseReturnValue:
    """All corrections for facilitators, one's own for everybody else who took part."""
    return _list_page(call, 200)


@bp.get("/calls/<slug>/record/corrections/new")
@guard(Permission.CORRECT_RECORD, load=call_by_slug)
def new_correction(call: Call) -> ResponseReturnValue:
    """The form for a correction, of a note or an item if one is named, with what was begun."""
    return _new_page(call, None, 200)


@bp.post("/calls/<slug>/record/corrections/draft")
@guard(Permission.CORRECT_RECORD, load=call_by_slug)
def keep_correction(call: Call) -> ResponseReturnValue:
    """Keep what is begun of a correction, or throw it away: also what is about something that the
    record does not show any more.
    """
    if request.form.get("do") == DISCARD:
        thing = _Thing.named_in(request.form)
        back = url_for("records.list_corrections", slug=call.slug)
    else:
        thing = _Thing.of(call)
        back = url_for("records.new_correction", slug=call.slug, **thing.named)
    return kept(thing.place(call), text="words", words=(), back=back)


@bp.post("/calls/<slug>/record/corrections")
@guard(Permission.CORRECT_RECORD, load=call_by_slug)
@agreed_first()
def ask_for_correction(call: Call) -> ResponseReturnValue:
    """Ask for a correction."""
    form = CorrectionForm(request.form)
    if not form.validate():
        return _new_page(call, form, 422)
    thing = _Thing.of(call)
    sent = thing.place(call)

    def act() -> str:
        sparing.allow(sparing.CORRECTION, viewer().member, now=clock.now())
        correcting.ask(
            call,
            form.words.data or "",
            note_id=thing.note_id,
            item_id=thing.item_id,
            by=viewer().member,
            now=clock.now(),
        )
        forget_draft(viewer().member, sent, sent_tab())
        flash("Thank you. The facilitators read it, and you see here what they say.")
        return url_for("records.list_corrections", slug=call.slug, sent=sent)

    try:
        return act_once(act)
    except (TooMany, ContactForbidden) as refusal:
        form.form_errors.append(str(refusal))
        return _new_page(call, form, refusal.status)


@bp.post("/record-corrections/<int:number>/withdrawal")
@guard(Permission.TAKE_CORRECTION_BACK, load=queries.correction_numbered)
def take_correction_back(correction: Correction) -> ResponseReturnValue:
    """Ask for it no longer."""
    with transaction():
        correcting.take_back(correction, now=clock.now())
        slug = correction.call.slug
    flash("Your correction is taken back.")
    return redirect(url_for("records.list_corrections", slug=slug), 303)


@bp.post("/record-corrections/<int:number>/answer")
@guard(Permission.ANSWER_CORRECTION, load=queries.correction_numbered)
@agreed_first()
def answer_correction(correction: Correction) -> ResponseReturnValue:
    """Say that it is corrected, or left as it is."""
    form = ReplyForm(request.form)
    if not form.validate():
        return _list_page(correction.call, 422, wrong=(correction.id, form))
    with transaction():
        correcting.answer(
            correction,
            form.chosen,
            word=form.word.data or "",
            by=viewer().member,
            now=clock.now(),
        )
        slug = correction.call.slug
    return redirect(url_for("records.list_corrections", slug=slug), 303)


@bp.post("/record-corrections/<int:number>/answer/withdrawal")
@guard(Permission.ANSWER_CORRECTION, load=queries.correction_numbered)
def take_answer_back(correction: Correction) -> ResponseReturnValue:
    """Let it wait for an answer again."""
    with transaction():
        correcting.take_answer_back(correction, by=viewer().member, now=clock.now())
        slug = correction.call.slug
    return redirect(url_for("records.list_corrections", slug=slug), 303)


@dataclass(frozen=True, slots=True)
class _Thing:
    """What a correction is about: a note, an item, or (without either) the whole."""

    note_id: int | None = None
    note_key: str = ""
    item_id: int | None = None
    item_title: str = ""

    @staticmethod
    def of(call: Call) -> "_Thing":
        """What the request names, where the record shows it; else 404."""
        asked = _Thing.named_in(request.values)
        note, item = asked.note_key, asked.item_id
        if not note and not item:
            return asked
        items, threads = outline_of(call, clock.now())
        if note:
            number = note_in(threads, note)
            return replace(asked, note_id=number) if number else abort(404)
        found = next((i.text for i in items.on_record if i.text.number == item), None)
        return replace(asked, item_title=found.title) if found else abort(404)

    @staticmethod
    def named_in(values: Mapping[str, str]) -> "_Thing":
        """What these values name, be it there or not: a note goes before an item."""
        note = values.get("note", "")
        return _Thing(note_key=note, item_id=None if note else counted(values.get("item")) or None)

    @property
    def named(self) -> dict[str, Any]:
        """How an address names it."""
        named = {"note": self.note_key, "item": str(self.item_id or "")}
        return {what: value for what, value in named.items() if value}

    def place(self, call: Call) -> str:
        """Where what is begun of a correction of it is kept."""
        return places.of_correction(call.id, self.named)


def _new_page(call: Call, form: CorrectionForm | None, status: int) -> ResponseReturnValue:
    head, thing = about(call), _Thing.of(call)
    url = url_for("records.keep_correction", slug=call.slug)
    own_page = url_for("records.new_correction", slug=call.slug, **thing.named)
    own = begun(thing.place(call), url, own_page)
    is_open = queries.standing_of(call.id).is_open(clock.now())
    page = render_template(
        "records/new_correction.html",
        **head,
        form=CorrectionForm(own.typed("words")) if form is None else form,
        begun=own,
        named=thing.named,
        item_title=thing.item_title,
        is_open=is_open,
        once_key=once_key(),
    )
    return page, status


def _list_page(
    call: Call, status: int, wrong: tuple[int, ReplyForm] | None = None
) -> ResponseReturnValue:
    head, me = about(call), viewer().member
    holds = may(viewer(), Permission.WRITE_RECORD, call)
    asked = queries.corrections_of(call.id, None if holds else me.id)
    lines = [_line(row, me.id) for row in asked]
    page = render_template(
        "records/corrections.html",
        **head,
        lines=lines,
        redactions=redactions_in(call, call.title, *(f"{one.words}{one.word}" for one in lines)),
        unsent=unsent_by(me, call.id),
        holds=holds,
        is_open=queries.standing_of(call.id).is_open(clock.now()),
        wrong_number=wrong[0] if wrong else None,
        wrong_form=wrong[1] if wrong else None,
        outcomes=Outcome,
    )
    return page, status


def _line(row: Correction, member_id: int) -> CorrectionLine:
    return CorrectionLine(
        number=row.id,
        by=row.by.person.credited_as,
        at=row.at,
        words=row.words,
        note_key=row.note.key if row.note else None,
        item_title=row.item.title if row.item else None,
        outcome=row.reply.outcome.value if row.reply else None,
        word=row.reply.word if row.reply else "",
        is_mine=row.by_id == member_id,
    )
