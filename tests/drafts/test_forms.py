"""What is begun in a form stays on the server until it is sent, for whoever writes it alone."""

import pytest
from sqlalchemy import select

from community.access import Viewer
from community.agendas import redacting
from community.agendas.models import Item
from community.agendas.queries import items_of
from community.calls.models import NoteTakers, Recording
from community.calls.queries import sittings_of_series
from community.db import db
from community.drafts import keeping, places
from community.drafts.models import Draft
from community.marks import BAR
from tests.agendas.build import make_evening, on_agenda, proposed
from tests.calls.build import begin
from tests.factories import START, make_community, make_member
from tests.records.build import OVER, held

TYPED = {
    "title": "Licences of models",
    "body": "Which of them are open?",
    "kind": "decide",
    "minutes": "a few",
    "for_people": "They know.",
    "for_business": "",
    "leads": "y",
    "disclosure-degree": "some",
    "disclosure-tools-1-name": "Some Model",
}
FACILITATORS = {"owners": "@mia, nob", "is_off_record": "y"}


pytestmark = pytest.mark.usefixtures("in_january")


@pytest.fixture
def scene(writing):
    """A call of Ola's with an item on its draft and a proposal of Mia's; Ned is a member."""
    with writing():
        make_community()
        ola, mia, ned = make_member("Ola"), make_member("Mia"), make_member("Ned")
        call = make_evening(ola)
        item = on_agenda(call, ola, "Welcome")[0]
        theirs = proposed(call, mia)
        return ola, mia, ned, call, item, theirs


def form_in(page: str) -> str:
    """The form with a draft in it."""
    return page.partition("data-draft=")[2].partition("</form>")[0]


def change_of(item: Item) -> tuple[str, str]:
    """The form that changes an item, and where its draft is kept."""
    return f"/agenda-items/{item.key}/edit", f"/agenda-items/{item.key}/words/draft"


def test_what_is_begun_of_an_item_is_there_for_whoever_began_it_alone(scene, signed_in, reading):
    ola, mia, ned, call, item, theirs = scene
    agenda = f"/calls/{call.slug}/agenda"
    forms = (
        (mia, ned, f"{agenda}/proposals/new", f"{agenda}/proposals/draft", TYPED),
        (ola, None, f"{agenda}/items/new", f"{agenda}/items/draft", TYPED | FACILITATORS),
        (ola, None, *change_of(item), TYPED | FACILITATORS | {"version": str(item.version)}),
        (mia, ola, *change_of(theirs), TYPED | {"version": str(theirs.version)}),
    )
    for who, other, page, url, typed in forms:
        answer = signed_in(who).post(url, data=typed)
        shown = form_in(signed_in(who).get(page).text)

        assert (answer.status_code, f'data-url="{url}"' in shown) == (204, True)
        for value in ("Licences of models", "a few", "Some Model"):
            assert f'value="{value}"' in shown
        assert "Which of them are open?</textarea>" in shown
        assert "They know.</textarea>" in shown
        chosen = [tag for tag in shown.split("<input")[1:] if " checked" in tag.partition(">")[0]]
        for value in ("decide", "some"):
            assert [tag for tag in chosen if f'value="{value}"' in tag]
        if "owners" in typed:
            assert 'value="@mia, nob"' in shown
            assert [tag for tag in chosen if 'name="is_off_record"' in tag]
        else:
            assert [tag for tag in chosen if 'name="leads"' in tag]
        if other is not None:
            assert "Licences of models" not in signed_in(other).get(page).text
    with reading():
        assert {one.title for one in items_of(call.id)} == {"Welcome", "Licences"}


def test_with_a_button_a_draft_is_kept_and_thrown_away(scene, signed_in, reading):
    _, mia, _, call, *_ = scene
    client, page = signed_in(mia), f"/calls/{call.slug}/agenda/proposals/new"
    url = page.replace("new", "draft")
    first = form_in(client.get(page).text).partition("<button")[2].partition("</button>")[0]

    kept = client.post(url, data=TYPED | {"do": "draft"})
    there = client.get(page).text
    gone = client.post(url, data=TYPED | {"do": "discard"})

    assert "formaction" not in first  # what Enter presses sends the form
    assert (kept.status_code, kept.location) == (303, page)
    assert "Your draft is kept. Nobody else can see it." in there
    assert ("This is your draft of" in there, "Throw the draft away" in there) == (True, True)
    button = form_in(there).partition("<button")[2].partition("</button>")[0]
    assert "formaction" not in button
    assert gone.status_code == 303
    assert "Licences of models" not in client.get(page).text
    with reading() as session:
        assert session.scalars(select(Draft)).all() == []


def test_what_has_been_sent_is_no_draft_any_more(scene, signed_in, reading):
    ola, mia, _, call, item, _ = scene
    sent = TYPED | {"minutes": "10"}
    agenda = f"/calls/{call.slug}/agenda"
    words = sent | {"version": str(item.version)}

    for who, url, draft in (
        (mia, f"{agenda}/proposals", f"{agenda}/proposals/draft"),
        (ola, f"{agenda}/items", f"{agenda}/items/draft"),
        (ola, f"/agenda-items/{item.key}/words", f"/agenda-items/{item.key}/words/draft"),
    ):
        client = signed_in(who)
        words["once"] = url  # its key
        client.post(draft, data=words)
        with reading() as session:
            before = session.scalars(select(Draft.text_source)).all()
        assert client.post(url, data=words).status_code == 303
        if "agenda-items" not in url:  # it comes late: the form it is of has arrived
            client.post(draft, data=words)
        with reading() as session:
            after = session.scalars(select(Draft)).all()
        assert (before, after) == (["Which of them are open?"], [])


def test_nothing_written_is_no_draft_and_too_much_is_none(scene, signed_in, reading):
    _, mia, _, call, *_ = scene
    client, url = signed_in(mia), f"/calls/{call.slug}/agenda/proposals/draft"
    empty = dict.fromkeys(("title", "body", "for_people", "for_business"), "")

    client.post(url, data=TYPED)
    client.post(url, data=TYPED | empty)
    long = client.post(url, data=TYPED | {"body": "a" * 50_001})
    much = client.post(url, data=TYPED | {"for_people": "a" * 20_000})

    assert (long.status_code, much.status_code) == (409, 409)
    with reading() as session:
        assert session.scalars(select(Draft)).all() == []


def test_a_summary_that_is_begun_stays_until_it_is_saved(writing, signed_in, reading, at):
    with writing():
        make_community()
        ola, mia = make_member("Ola"), make_member("Mia")
        call = held(ola, mia)
    page = f"/calls/{call.slug}/record/edit"
    url = f"/calls/{call.slug}/record/summary"
    typed = {"summary": "We met.", "version": "0", "disclosure-degree": "none"}
    with at(f"{OVER:%Y-%m-%dT%H:%M}"):
        client = signed_in(ola)
        kept = client.post(f"{url}/draft", data=typed)
        shown = form_in(client.get(page).text)
        saved = client.post(url, data=typed)
        with reading() as session:
            left = session.scalars(select(Draft)).all()

    assert (kept.status_code, saved.status_code, left) == (204, 303, [])
    assert "We met.</textarea>" in shown


def test_words_taken_out_of_an_item_are_in_no_draft(scene, signed_in, writing, reading):
    ola, mia, _, call, item, _ = scene
    secret = "the number of somebody at home"
    with writing():
        row = db.session.get_one(Item, item.id)
        row.body_source = f"Call {secret}."
        beside = {"title": f"Of {secret}", "for_people": "Good."}
        for who, place, base in (
            (ola, places.of_item_change(item.id), item.version),
            (mia, places.of_proposal(call.id), None),
            (ola, places.of_summary(call.id), 0),
        ):
            given = {"beside": beside, "base": base, "now": START}
            keeping.keep_draft(who, place, f"On {secret}.", **given)
        redacting.redact(row, secret, why="It is private.", by=Viewer(ola), now=START)
    client = signed_in(ola)

    shown = client.get(f"/agenda-items/{item.key}/edit").text
    stale = {"title": "x", "body": secret, "version": str(item.version)}
    late = client.post(f"/agenda-items/{item.key}/words/draft", data=stale)

    assert "Words were taken out of this item" in shown
    assert (f"On {BAR}." in shown, late.status_code) == (True, 409)
    with reading() as session:
        kept = session.execute(select(Draft.text_source, Draft.beside)).all()
        assert len(kept) == 3
        assert secret not in str(kept)
        assert session.get(Item, item.id).body_source == f"Call {BAR}."


@pytest.mark.parametrize("what", ["call", "series"])
def test_what_a_call_says_of_itself_stays_until_it_is_saved(writing, signed_in, reading, what):
    with writing():
        make_community()
        ola = make_member("Ola")
        series = begin(ola)
        call = sittings_of_series(series, START)[0].call
        subject = {"call": f"/calls/{call.slug}", "series": f"/series/{series.slug}"}[what]
        typed = {"title": "Ours", "description": "For all.", "visibility": "public"}
        agreed = {"recording": Recording.NO.value, "note_takers": NoteTakers.ASK.value}
        typed |= agreed | {"language": "e n"}
        typed["version"] = str((call if what == "call" else series).version)
    client = signed_in(ola)

    kept = client.post(f"{subject}/details/draft", data=typed)
    shown = form_in(client.get(f"{subject}/edit").text)
    saved = client.post(f"{subject}/details", data=typed | {"language": "en"})

    assert (kept.status_code, saved.status_code) == (204, 303)
    assert "For all.</textarea>" in shown
    assert ('value="Ours"' in shown, 'value="e n"' in shown) == (True, True)
    assert f"?sent=words-of-{what}+" in saved.location
    assert "js/drafts.js" in client.get(saved.location).text
    with reading() as session:
        assert session.scalars(select(Draft)).all() == []
