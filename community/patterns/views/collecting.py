"""What stands in a collection, over HTTP: put in, told why, ordered, taken out and put back."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access import guard, may, viewer
from community.agreement import agreed_first
from community.db import transaction
from community.ordering_fields import OrderForm
from community.patterns import collecting
from community.patterns.collecting import ChangedMeanwhile, StandsInIt
from community.patterns.collection_forms import (
    EntryForm,
    NewEntryForm,
    ShelfForm,
    StepForm,
)
from community.patterns.collection_models import Collection, CollectionEntry
from community.patterns.collection_queries import (
    collection_by_slug,
    collections_of,
    entry_numbered,
    pattern_meant,
)
from community.patterns.holding_back import FirstLink
from community.patterns.models import Pattern
from community.patterns.policies import Permission
from community.patterns.queries import pattern_by_slug
from community.sent import act_once, once_key

from .blueprint import bp
from .opened_with_links import refuse_entry
from .shelves import collection_page, to_collection


@bp.post("/collections/<slug>/entries")
@guard(Permission.CHANGE_COLLECTION, load=collection_by_slug)
@agreed_first()
def put_in_collection(collection: Collection) -> ResponseReturnValue:
    """Put the pattern that is named at the end."""
    form = NewEntryForm(request.form)
    is_valid = form.validate()
    pattern = pattern_meant(form.pattern.data or "") if is_valid else None
    if is_valid and pattern is None:
        form.pattern.errors = ["No pattern of the library is called that, nor stands there."]
    if pattern is None:
        return collection_page(collection, status=422, entry_form=form)
    try:
        return _put_in(collection, pattern, form)
    except FirstLink as refusal:
        form.why.errors = [str(refusal)]
        return collection_page(collection, status=422, entry_form=form)


@bp.get("/patterns/<slug>/collections")
@guard(Permission.COLLECT_PATTERN, load=pattern_by_slug)
def choose_collection(pattern: Pattern) -> ResponseReturnValue:
    """The reader's collections, to put a pattern into one."""
    form = ShelfForm()
    form.offer(_mine())
    return _choosing(form, pattern)


@bp.post("/patterns/<slug>/collections")
@guard(Permission.COLLECT_PATTERN, load=pattern_by_slug)
@agreed_first()
def collect_pattern(pattern: Pattern) -> ResponseReturnValue:
    """Put a pattern into a collection of the reader's."""
    form = ShelfForm(request.form)
    form.offer(_mine())
    collection = collection_by_slug(form.collection.data or "")
    is_valid = form.validate()
    if collection is None or not may(viewer(), Permission.CHANGE_COLLECTION, collection):
        form.collection.errors = ["Choose one of your collections."]
        return _choosing(form, pattern, status=422)
    if not is_valid:
        return _choosing(form, pattern, status=422)
    try:
        return _put_in(collection, pattern, form)
    except FirstLink as refusal:
        form.why.errors = [str(refusal)]
        return _choosing(form, pattern, status=422)


@bp.post("/collections/<slug>/order")
@guard(Permission.CHANGE_COLLECTION, load=collection_by_slug)
def order_collection(collection: Collection) -> ResponseReturnValue:
    """Order it whole; where it has changed meanwhile, it is shown as it stands."""
    form = OrderForm(request.form)
    try:
        with transaction():
            version, now = form.read_version(), clock.now()
            collecting.put_in_order(collection, form.read_order(), version=version, now=now)
    except ChangedMeanwhile as conflict:
        return collection_page(collection, status=409, conflict=str(conflict))
    flash("The order is saved.")
    return to_collection(collection, "entries")


@bp.post("/collections/<slug>/entries/<int:number>/place")
@guard(Permission.CHANGE_ENTRY, load=entry_numbered)
def place_entry(entry: CollectionEntry) -> ResponseReturnValue:
    """One place up, or down."""
    step = StepForm(request.form).read_step()
    with transaction():
        collecting.move(entry, step, now=clock.now())
    return to_collection(entry.collection, f"entry-{entry.id}")


@bp.get("/collections/<slug>/entries/<int:number>/edit")
@guard(Permission.CHANGE_ENTRY, load=entry_numbered)
def edit_entry(entry: CollectionEntry) -> ResponseReturnValue:
    """The form with why it stands there."""
    given = {"why": entry.why, "is_pinned": entry.pinned is not None}
    return _entry_page(EntryForm(data=given | {"read": collecting.mark_of(entry)}), entry)


@bp.post("/collections/<slug>/entries/<int:number>")
@guard(Permission.CHANGE_ENTRY, load=entry_numbered)
@agreed_first()
def change_entry(entry: CollectionEntry) -> ResponseReturnValue:
    """Give another why."""
    form = EntryForm(request.form)
    if not form.validate():
        return _entry_page(form, entry, status=422)
    try:
        with transaction():
            read = form.read.data or ""
            collecting.change_entry(entry, form.draft(), read=read, now=clock.now())
            refuse_entry(entry)
    except FirstLink as refusal:
        form.why.errors = [str(refusal)]
        return _entry_page(form, entry, status=422)
    except ChangedMeanwhile:
        form.read.data = collecting.mark_of(entry)
        return _entry_page(form, entry, theirs=entry.why, status=409)
    return to_collection(entry.collection, f"entry-{entry.id}")


@bp.get("/collections/<slug>/entries/<int:number>/removal")
@guard(Permission.CHANGE_ENTRY, load=entry_numbered)
def show_removal(entry: CollectionEntry) -> ResponseReturnValue:
    """Whether it was taken out, with the button for the other."""
    return render_template(
        "patterns/entry_removal.html",
        slug=entry.collection.slug,
        title=entry.collection.title,
        pattern=entry.pattern.title,
        number=entry.id,
        is_out=entry.withdrawn_at is not None,
    )


@bp.post("/collections/<slug>/entries/<int:number>/removal")
@guard(Permission.CHANGE_ENTRY, load=entry_numbered)
def take_out_of_collection(entry: CollectionEntry) -> ResponseReturnValue:
    """Let it stand in the collection no longer; the page that follows can put it back."""
    with transaction():
        collecting.take_out(entry, by=viewer().member.person, now=clock.now())
    slug, number = entry.collection.slug, entry.id
    return redirect(url_for("patterns.show_removal", slug=slug, number=number), 303)


@bp.post("/collections/<slug>/entries/<int:number>/removal/withdrawal")
@guard(Permission.CHANGE_ENTRY, load=entry_numbered)
def put_entry_back(entry: CollectionEntry) -> ResponseReturnValue:
    """Let it stand where it stood."""
    with transaction():
        collecting.put_back(entry, now=clock.now())
        refuse_entry(entry)
    return to_collection(entry.collection, f"entry-{entry.id}")


def _put_in(collection: Collection, pattern: Pattern, form: EntryForm) -> ResponseReturnValue:
    def act() -> str:
        by, now = viewer().member.person, clock.now()
        entry = collecting.put_in(collection, pattern, form.draft(), by=by, now=now)
        refuse_entry(entry)
        slug = entry.collection.slug
        return url_for("patterns.show_collection", slug=slug, _anchor=f"entry-{entry.id}")

    try:
        return act_once(act)
    except StandsInIt:
        standing = collecting.entries_in_order(collection)
        entry = next(one for one in standing if one.pattern_id == pattern.id)
        given = {"why": form.why.data, "is_pinned": form.is_pinned.data}
        again = EntryForm(data=given | {"read": collecting.mark_of(entry)})
        return _entry_page(again, entry, theirs=entry.why, stands_in_it=True, status=409)


def _mine() -> list[tuple[str, str]]:
    return [(row.slug, row.title) for row in collections_of(viewer().member.person_id)]


def _choosing(form: ShelfForm, pattern: Pattern, *, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "patterns/choose_collection.html",
        form=form,
        slug=pattern.slug,
        title=pattern.title,
        number=pattern.revision,
        once_key=once_key(),
    )
    return page, status


def _entry_page(
    form: EntryForm,
    entry: CollectionEntry,
    *,
    theirs: str | None = None,
    stands_in_it: bool = False,
    status: int = 200,
) -> ResponseReturnValue:
    page = render_template(
        "patterns/edit_entry.html",
        form=form,
        slug=entry.collection.slug,
        title=entry.collection.title,
        pattern=entry.pattern.title,
        pinned=entry.pinned,
        number=entry.id,
        theirs=theirs,
        stands_in_it=stands_in_it,
    )
    return page, status
