"""Collections over HTTP: the shelf, one of them, and what is said of it."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from community import clock, keeping
from community.access import guard, may, viewer
from community.agreement import agreed_first
from community.conduct.state_models import Content
from community.conduct.state_queries import redactions_among
from community.db import transaction
from community.errors import TooMany
from community.notes.blocks import reader_zone
from community.origin import keep_from_shared_caches
from community.patterns import collecting
from community.patterns.collecting import ChangedMeanwhile, EntryDraft
from community.patterns.collection_forms import CollectionForm, NewEntryForm
from community.patterns.collection_models import Collection, Openness
from community.patterns.collection_queries import (
    collection_by_slug,
    collections_of,
    entries_of,
    pattern_meant,
    public_collections,
    shelves,
)
from community.patterns.held_ends import waits_no_more
from community.patterns.held_models import Held, LibraryHold
from community.patterns.held_queries import waiting
from community.patterns.holding_back import FirstLink
from community.patterns.policies import Permission, has_written
from community.patterns.stages import next_hour
from community.patterns.taken_collection_queries import told_beside
from community.patterns.telling import LIBRARY
from community.sent import act_once, once_key

from .blueprint import bp, revision_address
from .opened_with_links import is_private, kept_private, let_wait
from .told_aside import tell_of


@bp.get("/collections")
@guard(Permission.READ_LIBRARY)
@keeping.for_visitors(next_hour)
def list_collections() -> ResponseReturnValue:
    """Those that everybody sees, and the reader's own."""
    keeping.shows(LIBRARY)
    who = viewer()
    page = public_collections(request.args.get("after"))
    mine = collections_of(who.member.person_id) if who.member else []
    numbers = {row.id for row in mine}
    told = shelves([*mine, *(row for row in page.rows if row.id not in numbers)])
    return render_template(
        "patterns/collections.html",
        mine=told[: len(mine)],
        others=told[len(mine) :],
        later=url_for("patterns.list_collections", after=page.next) if page.next else None,
        may_make=may(who, Permission.MAKE_COLLECTION),
    )


def _collection_to_show(slug: str) -> Collection | None:
    """The collection; whom it is open to are told where it is set aside under the code."""
    row = collection_by_slug(slug)
    if row is not None and row.is_aside:
        mine = has_written(viewer(), row)
        if mine or row.openness is not Openness.PRIVATE:
            tell_of(Content.COLLECTION, row.id, mine=mine)
    return row


@bp.get("/collections/<slug>")
@guard(Permission.READ_COLLECTION, load=_collection_to_show)
def show_collection(collection: Collection) -> ResponseReturnValue:
    """What stands in it, in its order."""
    return collection_page(collection)


def collection_page(
    collection: Collection,
    *,
    status: int = 200,
    entry_form: NewEntryForm | None = None,
    conflict: str | None = None,
) -> ResponseReturnValue:
    """The page of a collection, with the form that was sent back where there is one."""
    keep_others_out(collection)
    who, entries = viewer(), entries_of(collection)
    page = render_template(
        "patterns/collection.html",
        **head_of(collection),
        entries=entries,
        redactions=redactions_among(Content.COLLECTION, [collection.id]).get(collection.id, ()),
        **told_beside(entries, revision_address),
        version=collection.version,
        changed_at=collection.changed_at,
        zone=reader_zone(who),
        may_change=may(who, Permission.CHANGE_COLLECTION, collection),
        form=entry_form or NewEntryForm(),
        conflict=conflict,
        waits=_waiting(collection),
        once_key=once_key(),
    )
    return page, status


def head_of(collection: Collection) -> dict[str, Any]:
    """What every page of a collection says of it."""
    return {
        "slug": collection.slug,
        "title": collection.title,
        "about": collection.about,
        "openness": collection.openness.value,
        "is_removed": collection.is_removed,
        "by": collection.by.credited_as,
        "brought_from": collection.brought_from,
    }


def keep_others_out(collection: Collection) -> None:
    """What not everybody may see is kept by the browser that asked alone."""
    if collection.openness is not Openness.PUBLIC or collection.is_removed:
        keep_from_shared_caches()


@bp.get("/collections/new")
@guard(Permission.MAKE_COLLECTION)
def new_collection() -> ResponseReturnValue:
    """The form for a collection, which may begin with a pattern."""
    return _form_page(CollectionForm(data={"pattern": request.args.get("pattern", "")}))


@bp.post("/collections")
@guard(Permission.MAKE_COLLECTION)
@agreed_first()
def begin_collection() -> ResponseReturnValue:
    """Make it."""
    form = CollectionForm(request.form)
    if not form.validate():
        return _form_page(form, status=422)

    def act() -> str:
        by, now = viewer().member.person, clock.now()
        draft, waits = kept_private(form.draft())
        collection = collecting.begin(draft, by=by, now=now)
        let_wait(collection, waits, now)
        first = pattern_meant(form.pattern.data) if form.pattern.data else None
        if first is not None:
            collecting.put_in(collection, first, EntryDraft(), by=by, now=now)
        return url_for("patterns.show_collection", slug=collection.slug, sent="new collection")

    try:
        return act_once(act)
    except TooMany as refusal:
        form.form_errors.append(str(refusal))
        return _form_page(form, status=422)


@bp.get("/collections/<slug>/edit")
@guard(Permission.CHANGE_COLLECTION, load=collection_by_slug)
def edit_collection(collection: Collection) -> ResponseReturnValue:
    """The form with what it says."""
    return _form_page(_filled(collection), collection)


@bp.post("/collections/<slug>")
@guard(Permission.CHANGE_COLLECTION, load=collection_by_slug)
@agreed_first()
def change_collection(collection: Collection) -> ResponseReturnValue:
    """Say something else of it; where it was changed meanwhile, both are shown."""
    form = CollectionForm(request.form)
    if not form.validate():
        return _form_page(form, collection, status=422)
    try:
        with transaction():
            version, now = form.read_version(), clock.now()
            draft, waits = kept_private(form.draft(), collection)
            by = viewer().member.person
            collection = collecting.change(collection, draft, version=version, by=by, now=now)
            let_wait(collection, waits, now)
            slug, sent = collection.slug, f"collection {collection.slug}"
            location = url_for("patterns.show_collection", slug=slug, sent=sent)
    except (FirstLink, TooMany) as refusal:
        form.about.errors = [str(refusal)]
        return _form_page(form, collection, status=422)
    except ChangedMeanwhile as conflict:
        present = collection_by_slug(collection.slug) or abort(404)
        form.version.data = str(present.version)
        return _form_page(form, present, status=409, conflict=str(conflict))
    return redirect(location, 303)


@bp.post("/collections/<slug>/removal")
@guard(Permission.CHANGE_COLLECTION, load=collection_by_slug)
def remove_collection(collection: Collection) -> ResponseReturnValue:
    """Delete it; its page can put it back."""
    with transaction():
        by, now = viewer().member.person, clock.now()
        collecting.remove(collection, by=by, now=now)
        waits_no_more(Held.COLLECTION, collection.id, by=by, now=now)
    return to_collection(collection)


@bp.post("/collections/<slug>/removal/withdrawal")
@guard(Permission.CHANGE_COLLECTION, load=collection_by_slug)
def restore_collection(collection: Collection) -> ResponseReturnValue:
    """Put it back."""
    with transaction():
        collecting.restore(collection, by=viewer().member.person, now=clock.now())
    flash("The collection is there again.")
    return to_collection(collection)


def to_collection(collection: Collection, anchor: str | None = None) -> ResponseReturnValue:
    """Go to a collection."""
    return redirect(url_for("patterns.show_collection", slug=collection.slug, _anchor=anchor), 303)


def _waiting(collection: Collection) -> LibraryHold | None:
    return waiting(Held.COLLECTION, collection.id) if is_private(collection) else None


def _filled(collection: Collection) -> CollectionForm:
    said = {name: getattr(collection, name) for name in ("title", "about", "version")}
    waits = _waiting(collection)
    openness = (waits and waits.openness) or collection.openness
    return CollectionForm(data={**said, "openness": openness.value})


def _form_page(
    form: CollectionForm,
    collection: Collection | None = None,
    *,
    status: int = 200,
    conflict: str | None = None,
) -> ResponseReturnValue:
    page = render_template(
        "patterns/edit_collection.html",
        form=form,
        there=head_of(collection) if collection else None,
        sets_openness=collection is None or collection.by_id == viewer().member.person_id,
        conflict=conflict,
        once_key=once_key(),
    )
    return page, status
