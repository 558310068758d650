"""What has the first link of somebody in the library is seen by nobody until a curator has read it:
a known use, a suggested edit, a collection, a pattern that is proposed, and what is said of one.
"""

import pytest
from sqlalchemy import delete, select

from community.access import Viewer, may
from community.accounts.models import Role
from community.db import db
from community.first_links import are_known
from community.outbox.models import Letter
from community.patterns import objecting
from community.patterns.collection_models import Collection
from community.patterns.facets import Stage
from community.patterns.held_models import LibraryHold, Outcome
from community.patterns.held_queries import waiting_for
from community.patterns.known_use_models import KnownUse
from community.patterns.models import Pattern
from community.patterns.policies import Permission
from community.patterns.suggestion_models import Suggestion
from tests.factories import START, make_community, make_member
from tests.patterns.build import collected, draft, proposed, suggested
from tests.patterns.test_writing_pages import typed

pytestmark = pytest.mark.usefixtures("in_january")

LINK = "https://spam.example/x"
GIVEN = {"organisation": "Riverside", "state": "tried", "url": LINK, "disclosure-degree": "none"}
WORDS = {"title": "Riverside", "about": f"See {LINK} first.", "openness": "public"}
REVIEW = {"verdict": "ready", "interest": "None", "words": f"See {LINK} first.", "seen": "1"}
WORDS_ALONE = {"words": f"See {LINK} first."}
SAID = {
    "review": ("{page}/reviews", REVIEW),
    "objection": ("{page}/objections", WORDS_ALONE),
    "answer": ("/pattern-objections/{objection}/answer", WORDS_ALONE),
    "message": ("/pattern-suggestions/{edit}/messages", WORDS_ALONE),
}
UPKEEP = "/patterns/suggestions?upkeep"
MINE = "/patterns/suggestions?mine"
OUTSIDE = (
    *("/patterns", "/patterns/collections", "/collections", "/collections.json", "/patterns.atom"),
    *("/patterns.json", "/search?q=Riverside", UPKEEP, "/patterns/suggestions"),
)


@pytest.fixture
def place(writing):
    with writing() as session:
        make_community()
        people = {name: make_member(name) for name in ("Ben", "Ada", "Zoe")}
        people["Cleo"] = make_member("Cleo", Role.CURATOR)
        pattern = proposed(people["Zoe"], sources=())
        own = draft(people["Ben"], title="Riverside", solution=f"See {LINK} first.")
        opened = proposed(people["Ben"], title="Opened", sources=())
        objection = objecting.object_to(opened, "Why?", by=people["Zoe"].person, now=START)
        edit = suggested(pattern, people["Ben"], summary="Another summary.")
        rows = {"page": pattern, "draft": own, "opened": opened}
        at = {name: f"/patterns/{row.slug}" for name, row in rows.items()}
        session.execute(delete(Letter))  # about what was said for the test
        return {**people, **at, "objection": objection.id, "edit": edit.id}


@pytest.fixture
def send(place, signed_in):
    """A function by which Ben says something of a kind with a link; what it says else is given."""

    def post(kind, **given):
        his, page = signed_in(place["Ben"]), place["page"]
        if kind == "use":
            return his.post(f"{page}/known-uses", data=GIVEN | given)
        if kind == "collection":
            return his.post("/collections", data=WORDS | given)
        if kind == "pattern":
            said = {"agreed": "yes", "seen": "1", "why": "Riverside"} | given
            return his.post(f"{place['draft']}/proposal", data=said)
        if kind in SAID:
            to, data = SAID[kind]
            return his.post(to.format(**place), data=data | given)
        over = {"section": "summary", "over": "1", "disclosure-degree": "none", "why": "Riverside"}
        words = {"summary": f"Riverside, as {LINK} says."}
        return his.post(f"{page}/suggestions", data=over | words | given)

    return post


@pytest.fixture
def held(reading):
    """A function that gives what waits or waited, the first."""

    def look():
        with reading() as session:
            return session.scalars(select(LibraryHold).order_by(LibraryHold.id)).first()

    return look


TELL_OTHERS = {"pattern_suggested", "pattern_judged"}


def _places(place, *more):
    """The pages where others might read it."""
    pages = place["page"], f"{place['page']}.md", place["draft"], place["opened"]
    return (*OUTSIDE, *pages, f"/pattern-suggestions/{place['edit']}", *more)


KINDS = pytest.mark.parametrize("kind", ["use", "suggestion", "collection", "pattern", *SAID])


@KINDS
def test_it_waits_and_is_shown_once_it_is_read(place, send, held, signed_in, client, reading, kind):
    his, hers = signed_in(place["Ben"]), signed_in(place["Cleo"])
    assert send(kind).status_code == 303
    row = held()
    assert (row.about.value, row.outcome) == (kind, None)
    edit = f"/pattern-suggestions/{row.subject_id}"
    places = _places(place, edit)
    for reader in (client, signed_in(place["Ada"]), signed_in(place["Zoe"])):
        for seen in places:
            assert "spam.example" not in reader.get(seen, follow_redirects=True).text
    assert "nobody has read a link of yours before" in his.get(MINE).text
    assert "spam.example" in f"{hers.get(UPKEEP).text}{hers.get(edit).text}"
    for act in ("showing", "leaving"):
        for other in (his, signed_in(place["Ada"])):
            assert other.post(f"/first-links/{row.id}/{act}").status_code in {403, 404}
    assert signed_in(place["Ada"]).post(f"/first-links/{row.id}/withdrawal").status_code == 404
    with reading():
        assert are_known(place["Ben"].id) is False

    seen = {"seen": "1"}
    shown = hers.post(f"/first-links/{row.id}/showing", data=seen)
    assert shown.status_code == 303

    zoe = signed_in(place["Zoe"])
    assert "spam.example" in zoe.get(shown.location, follow_redirects=True).text
    if kind in {"suggestion", "message"}:
        assert "spam.example" not in client.get(place["page"]).text
    else:
        assert "spam.example" in client.get(shown.location, follow_redirects=True).text
    assert hers.post(f"/first-links/{row.id}/showing", data=seen).status_code == 404
    with reading() as session:
        assert are_known(place["Ben"].id) is True
        assert waiting_for(place["Cleo"].person_id) == []
        told = session.scalars(select(Letter.kind).order_by(Letter.id)).all()
        assert "first_links" in told
        assert ("pattern_suggested" in told) is (kind in {"suggestion", "message"})
        assert ("pattern_judged" in told) is (kind in {"review", "objection"})


@KINDS
@pytest.mark.parametrize("how", ["leaving", "withdrawal"])
def test_what_is_left_out_or_taken_back_is_seen_by_nobody(
    place, send, held, signed_in, client, reading, kind, how
):
    his, hers = signed_in(place["Ben"]), signed_in(place["Cleo"])
    send(kind)
    row = held()
    who = hers if how == "leaving" else his
    assert who.post(f"/first-links/{row.id}/{how}").status_code == 303
    zoe = signed_in(place["Zoe"])
    for reader in (client, zoe):
        for seen in _places(place, place["page"]):
            assert "spam.example" not in reader.get(seen, follow_redirects=True).text
    edit = zoe.get(f"/pattern-suggestions/{row.subject_id}")
    assert edit.status_code == 404 or kind != "suggestion"
    assert "Take it back" not in his.get(MINE).text
    assert held().outcome is (Outcome.LEFT if how == "leaving" else Outcome.TAKEN_BACK)
    with reading() as session:
        assert are_known(place["Ben"].id) is False
        told = session.scalars(select(Letter.kind)).all()
        assert not set(told) & TELL_OTHERS


def test_without_a_link_or_where_links_are_known_nothing_waits(
    place, send, signed_in, reading, writing
):
    words = {"use": {"url": ""}, "collection": {"about": "-"}}
    for kind, given in (words | {"suggestion": {"summary": "Riverside."}}).items():
        assert send(kind, **given).status_code == 303
    own = GIVEN | {"organisation": "Own"}
    signed_in(place["Cleo"]).post(f"{place['page']}/known-uses", data=own)
    with writing() as session:
        assert session.scalars(select(LibraryHold)).all() == []
        assert session.scalars(select(Suggestion.withdrawn_at)).all() == [None, None]
        assert session.scalars(select(Collection.openness)).one().value == "public"
        proposed(place["Ben"], title="With sources")  # as when nobody curated
        assert are_known(place["Ben"].id)
    for kind in ("use", "collection", "pattern"):
        assert send(kind).status_code == 303
    with reading() as session:
        assert session.scalars(select(LibraryHold)).all() == []
        assert session.scalars(select(Pattern.stage)).all().count(Stage.DRAFT) == 0


def test_no_first_link_comes_in_by_other_words(place, send, signed_in, client, reading, writing):
    his = signed_in(place["Ben"])
    send("use", url="")
    with writing():
        bens = collected(place["Ben"], title="Open")
        slug, number = bens.slug, db.session.scalars(select(KnownUse.id)).one()
        listed = proposed(place["Ben"], title="Mine", sources=()).slug
    for to, data in (
        (f"/known-uses/{number}", GIVEN),
        (f"/collections/{slug}", WORDS | {"version": "1"}),
        (f"/collections/{slug}/entries", {"pattern": place["page"], "why": f"See {LINK}"}),
    ):
        answer = his.post(to, data=data)
        assert (answer.status_code, "Nobody has read a link of yours" in answer.text) == (422, True)
        assert "spam.example" in answer.text  # what was typed is kept
    form = {"kind": "complements", "other": place["page"], "note": f"See {LINK}"}
    answer = his.post(f"/patterns/{listed}/relations", data=form)
    assert (answer.status_code, "Suggest it as an edit" in answer.text) == (422, True)
    form = typed(title="Mine", solution=f"See {LINK} and ask.") | {"over": "1"}
    answer = his.post(f"/patterns/{listed}/revisions", data=form)
    assert (answer.status_code, "Send it as a suggestion" in answer.text) == (422, True)
    for page in (f"/patterns/{listed}", f"/collections/{slug}", place["page"]):
        assert "spam.example" not in client.get(page).text


def test_a_collection_or_a_pattern_that_was_changed_since_is_looked_at_again(
    place, send, held, signed_in, client
):
    hers = signed_in(place["Cleo"])
    send("collection")
    number = held().id
    assert hers.post(f"/first-links/{number}/showing", data={"seen": "9"}).status_code == 409
    assert "spam.example" not in client.get("/collections").text
    assert may(Viewer(place["Cleo"], frozenset({Role.CURATOR})), Permission.READ_HELD, held())
    ben = Viewer(place["Ben"], frozenset({Role.CURATOR}))
    can = Permission.READ_HELD, Permission.WITHDRAW_HELD
    assert [may(ben, permission, held()) for permission in can] == [False, True]


def test_nobody_fills_the_list(place, send, reading):
    statuses = [send("collection", title=f"Number {n}").status_code for n in range(6)]
    assert statuses == [303] * 5 + [422]
    with reading() as session:
        assert len(session.scalars(select(Collection)).unique().all()) == 5


@pytest.mark.engines("sqlite")
def test_what_leads_to_any_page_of_this_place_waits_for_nobody(send, held, settings):
    sent = send("suggestion", summary=f"Riverside, as {settings.base_url}/notes/abc says.")

    assert (sent.status_code, held()) == (303, None)
