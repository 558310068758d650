"""Collections: in an order, with reasons, pinned or floating, seen as far as their makers say."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from community.access import VISITOR, Viewer, may
from community.accounts.models import Role
from community.calls.slugs import is_secret
from community.db import db
from community.errors import TooMany
from community.patterns import collecting, staging
from community.patterns.collecting import (
    ChangedMeanwhile,
    CollectionDraft,
    EntryDraft,
    entries_in_order,
)
from community.patterns.collection_holdings import erase, export
from community.patterns.collection_models import Collection, CollectionEntry, Openness
from community.patterns.collection_queries import (
    entries_of,
    pattern_meant,
    public_collections,
    shelves,
    standing_in,
)
from community.patterns.policies import Permission
from tests.factories import START, make_member
from tests.patterns.build import DAY, collected, draft, proposed, revised


def titles(collection):
    """What everybody reads in it, in order."""
    return [line.content.title for line in entries_of(collection)]


@pytest.mark.usefixtures("db_session")
def test_patterns_stand_in_an_order_that_their_maker_gives_them():
    ada, ben = make_member("Ada"), make_member("Ben")
    patterns = [proposed(ada, title=title) for title in ("One", "Two", "Three")]
    collection = collected(ben, *patterns)
    one, two, three = entries_in_order(collection)
    twice, given = [EntryDraft("Reason 1."), EntryDraft()], {"by": ben.person, "now": START}
    again = [collecting.put_in(collection, patterns[0], draft, **given) for draft in twice]
    assert [(each.id, each.why) for each in again] == [(one.id, "Reason 1.")] * 2
    with pytest.raises(collecting.StandsInIt):
        collecting.put_in(collection, patterns[0], EntryDraft("Twice."), **given)

    collecting.move(three, -1, now=START)
    collecting.move(one, -1, now=START)
    assert titles(collection) == ["One", "Three", "Two"]
    collecting.put_in_order(
        collection, [two.id, 999, three.id], version=collection.version, now=START
    )
    assert titles(collection) == ["Two", "Three", "One"]
    with pytest.raises(ChangedMeanwhile):
        collecting.put_in_order(collection, [one.id], version=1, now=START)

    for _ in range(2):
        collecting.take_out(three, by=ben.person, now=START)
    assert titles(collection) == ["Two", "One"]
    assert [entry.place for entry in entries_in_order(collection)] == [1, 2]
    for _ in range(2):
        collecting.put_back(three, now=START)
    assert titles(collection) == ["Two", "Three", "One"]
    collecting.take_out(two, by=ben.person, now=START)
    collecting.put_in(collection, patterns[1], EntryDraft(), by=ben.person, now=START)
    collecting.put_back(two, now=START)
    assert titles(collection) == ["Three", "One", "Two"]


@pytest.mark.usefixtures("db_session")
def test_what_is_pinned_reads_as_it_did_and_the_rest_as_it_does():
    ada = make_member("Ada")
    pinned, floating = proposed(ada, title="Pinned"), proposed(ada, title="Floating")
    collection = collected(ada, pinned, floating)
    entry = entries_in_order(collection)[0]
    collecting.change_entry(entry, EntryDraft("Because.", is_pinned=True), now=START)
    for pattern in (pinned, floating):
        revised(pattern, ada, now=START + DAY, title=f"{pattern.title} Anew")

    assert titles(collection) == ["Pinned", "Floating Anew"]
    collecting.change_entry(entry, EntryDraft("Still.", is_pinned=True), now=START)
    first = entries_of(collection)[0]
    assert (first.number, first.present, first.is_pinned, first.row.why) == (1, 2, True, "Still.")
    collecting.change_entry(entry, EntryDraft(), now=START)
    assert titles(collection) == ["Pinned Anew", "Floating Anew"]
    entry.pinned = 9
    with pytest.raises(IntegrityError):
        db.session.flush()


@pytest.mark.engines("sqlite")
@pytest.mark.usefixtures("db_session")
def test_who_may_do_what_with_collections():
    ada, ben, kim = make_member("Ada"), make_member("Ben"), make_member("Kim")
    pattern = proposed(ada)
    viewers = {
        "visitor": VISITOR,
        "another": Viewer(ben, frozenset({Role.STEWARD})),
        "curator": Viewer(kim, frozenset({Role.CURATOR})),
        "maker": Viewer(ada),
    }

    def those(permission, subject=None):
        return {name for name, who in viewers.items() if may(who, permission, subject)}

    open_to = {each: collected(ada, pattern, openness=each) for each in Openness}
    everybody = set(viewers)
    assert those(Permission.MAKE_COLLECTION) == everybody - {"visitor"}
    assert those(Permission.COLLECT_PATTERN, pattern) == everybody - {"visitor"}
    assert those(Permission.COLLECT_PATTERN, draft(ada)) == set()
    for each, sees, changes in (
        (Openness.PUBLIC, everybody, {"maker", "curator"}),
        (Openness.LINK, everybody, {"maker", "curator"}),
        (Openness.PRIVATE, {"maker"}, {"maker"}),
    ):
        collection = open_to[each]
        assert those(Permission.READ_COLLECTION, collection) == sees
        assert those(Permission.CHANGE_COLLECTION, collection) == changes
        assert those(Permission.CHANGE_ENTRY, entries_in_order(collection)[0]) == changes
        collecting.remove(collection, by=ada.person, now=START)
        assert those(Permission.READ_COLLECTION, collection) == changes


@pytest.mark.usefixtures("db_session")
def test_what_not_everybody_sees_is_in_no_list_and_has_an_address_nobody_guesses():
    ada, ben = make_member("Ada"), make_member("Ben")
    pattern, gone = proposed(ada), proposed(ada, title="Gone Again")
    secret = collected(ada, pattern, openness=Openness.LINK, title="Secret")
    mine = collected(ada, pattern, openness=Openness.PRIVATE, title="Mine")
    public = collected(ada, pattern, gone, title="New")
    removed = collected(ada, pattern, title="Removed")
    collecting.remove(removed, by=ada.person, now=START)
    staging.take_back(gone, by=ada.person, now=START)
    of_draft = next(one for one in entries_in_order(public) if one.pattern_id == gone.id)
    assert not may(Viewer(ben, frozenset({Role.CURATOR})), Permission.CHANGE_ENTRY, of_draft)

    shown = shelves(public_collections(None).rows)
    assert [(line.title, line.count, line.by) for line in shown] == [("New", 1, "Ada")]
    assert public.slug != "new"
    assert is_secret(secret.slug)
    assert is_secret(mine.slug)
    assert [row.title for row in standing_in(pattern, ben.person_id)] == ["New"]
    assert [row.title for row in standing_in(pattern, ada.person_id)] == ["Mine", "New", "Secret"]
    assert titles(public) == ["Ask Who Is Missing"]

    before = secret.slug
    told = CollectionDraft("Secret No More", openness=Openness.PUBLIC)
    collecting.change(secret, told, version=secret.version, by=ada.person, now=START)
    assert secret.slug == "secret-no-more"
    told = CollectionDraft("Secret No More", openness=Openness.PRIVATE)
    collecting.change(secret, told, version=secret.version, by=ben.person, now=START)
    assert secret.openness is Openness.PUBLIC  # who sees it only its maker says
    told = CollectionDraft("Secret", openness=Openness.LINK)
    collecting.change(secret, told, version=secret.version, by=ada.person, now=START)
    assert is_secret(secret.slug)
    assert secret.slug != before
    with pytest.raises(ChangedMeanwhile):
        collecting.change(secret, told, version=1, by=ada.person, now=START)


@pytest.mark.usefixtures("db_session")
def test_a_collection_holds_as_much_as_fits_on_its_page(monkeypatch):
    ada = make_member("Ada")
    collection = collected(ada, proposed(ada))
    monkeypatch.setattr(collecting, "MOST_ENTRIES", 1)
    monkeypatch.setattr(collecting, "MOST_OF_ONE", 1)

    with pytest.raises(TooMany):
        collected(ada)
    other = proposed(ada, title="Another")
    with pytest.raises(TooMany):
        collecting.put_in(collection, other, EntryDraft(), by=ada.person, now=START)


@pytest.mark.engines("sqlite")
@pytest.mark.usefixtures("db_session")
def test_a_pattern_is_named_by_its_title_or_its_address():
    ada = make_member("Ada")
    pattern = proposed(ada)
    draft(ada, title="Hidden")

    for given in ("ask who is MISSING", pattern.slug, f"https://x.org/patterns/{pattern.slug}?a#b"):
        assert pattern_meant(given) is pattern
    assert pattern_meant("Hidden") is None


@pytest.mark.engines("sqlite")
@pytest.mark.usefixtures("db_session")
def test_what_somebody_gathered_is_taken_along_and_goes_where_nobody_else_sees_it():
    ada, ben = make_member("Ada"), make_member("Ben")
    pattern, back = proposed(ben), proposed(ada, title="Back Again")
    collected(ada, pattern, openness=Openness.PRIVATE, title="Mine")
    removed = collected(ada, pattern, openness=Openness.LINK, title="Linked")
    collecting.remove(removed, by=ada.person, now=START)
    collected(ada, pattern, title="For All")
    collected(ben, back, title="Of Ben")
    staging.take_back(back, by=ada.person, now=START)

    taken = export(ada.person_id)
    made = [row["title"] for row in taken["collections made"]]
    assert made == ["Mine", "Linked", "For All"]
    assert [row["why"] for row in taken["patterns put into collections"]] == ["Reason 1."] * 3
    assert len(taken["collections deleted"]) == 1
    for _ in range(2):
        erase(ada.person_id, START)
    assert db.session.scalars(select(Collection.title)).all() == ["For All", "Of Ben"]
    assert len(db.session.scalars(select(CollectionEntry)).all()) == 2  # “Back Again” was listed
