"""What was typed is given back with every page that says it was not taken."""

import re
from html import unescape

import pytest

from community.agendas import states
from community.agendas.drafts import ItemDraft
from community.agendas.writing import change
from community.calls.removing import remove_call
from community.notes.removing import remove as take_out
from tests.agendas.build import make_evening, proposed
from tests.databases import make_app, settings_for
from tests.factories import START, make_community, make_member
from tests.notes.saying import say

pytestmark = [pytest.mark.usefixtures("in_january"), pytest.mark.engines("sqlite")]
TYPED = "An hour of <em>thought</em>."
NOTE = {"text": TYPED, "kind": "note", "disclosure-degree": "none", "place": "on call 1"}


@pytest.fixture
def scene(writing):
    """A call, who leads it, and a member."""
    with writing():
        make_community()
        ola, mia = make_member("Ola"), make_member("Mia")
        call = make_evening(ola)
    return call, ola, mia


def given_back(answer) -> list[str]:
    """The words that an error page gives back."""
    return [
        unescape(one) for one in re.findall(r"readonly>\n(.*?)</textarea>", answer.text, re.DOTALL)
    ]


def test_who_is_signed_out_has_their_words_and_a_way_back_to_the_form(scene, client):
    call, _, _ = scene
    page = f"/calls/{call.slug}"
    here = {"Referer": f"http://localhost{page}?back=live"}

    answer = client.post(f"{page}/notes", data=NOTE, headers=here)
    elsewhere = {"Referer": f"http://elsewhere.example{page}"}
    stray = client.post(f"{page}/notes", data=NOTE, headers=elsewhere)
    only_sent = {"Referer": f"http://localhost{page}/agenda/proposals"}
    lost = client.post(f"{page}/notes", data=NOTE, headers=only_sent)
    foreign = client.post(f"{page}/notes", data=NOTE, headers={"Sec-Fetch-Site": "cross-site"})

    assert (answer.status_code, given_back(answer)) == (403, [TYPED])
    assert "<h1>You are signed out</h1>" in answer.text
    assert f'href="/sign-in?next={page}?back%3Dlive"' in answer.text
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert ('href="/sign-in"' in stray.text, given_back(stray)) == (True, [TYPED])
    assert "elsewhere.example" not in stray.text
    assert "next=" not in lost.text  # where nothing can be opened
    assert (foreign.status_code, given_back(foreign)) == (403, [])
    assert "You are signed out" not in foreign.text


def test_of_secrets_nothing_is_given_back(scene, client):
    sent = {"email": "a b", "password": "horse and staple", "old_password": "my old words"}

    answer = client.post("/sign-in/confirmation", data=sent | {"password_again": "x and y"})

    assert (answer.status_code, given_back(answer)) == (403, ["a b"])


def test_what_is_gone_or_never_was_gives_the_words_back_alike(scene, signed_in, client, writing):
    call, ola, mia = scene
    with writing():
        note = say(call, mia)
    with writing():
        remove_call(call, by=ola, reason="", now=START)
    gone, never = f"/notes/{note.key}/answers", "/notes/zzzz/answers"

    for asking in (signed_in(mia), client):
        answers = [asking.post(address, data=NOTE) for address in (gone, never)]

        assert [(one.status_code, given_back(one)) for one in answers] == [(404, [TYPED])] * 2
        assert answers[0].text.replace(gone, never) == answers[1].text
        assert ("Sign in, and send it again" in answers[0].text) == (asking is client)
    assert "send it again" not in client.post(never, data={"kind": "note"}).text  # nothing to send


def test_who_proposed_it_is_told_that_it_was_accepted_and_keeps_what_they_typed(
    scene, signed_in, writing
):
    call, ola, mia = scene
    with writing():
        item = proposed(call, mia)
    client, words = signed_in(mia), f"/agenda-items/{item.key}"
    form = {"title": "Licensing", "body": TYPED, "kind": "discuss", "minutes": "10"}
    client.post(f"{words}/words/draft", data=form | {"version": "1", "do": "draft"})
    with writing():
        states.accept(item, by=ola, now=START)
        change(item, ItemDraft(title="A secret name"), version=2, now=START)

    opened = client.get(f"{words}/edit")
    sent = client.post(f"{words}/words", data=form | {"version": "1"})
    kept = client.post(f"{words}/words/draft", data=form | {"version": "1"})
    other = signed_in(make_other(writing)).post(f"{words}/words", data=form)

    for answer in (opened, sent):
        assert answer.status_code == 409
        assert "was accepted meanwhile" in answer.text
        assert sorted(given_back(answer)) == [TYPED, "Licensing"]
        assert "A secret name" not in answer.text
    assert kept.status_code == 409
    assert other.status_code == 404  # nobody else learns of it
    with writing() as session:
        states.park(session.get_one(type(item), item.id), by=ola, now=START)
    assert "was parked meanwhile" in client.get(f"{words}/edit").text


def make_other(writing):
    with writing():
        return make_member("Bo")


def test_who_wrote_a_note_is_told_that_it_was_taken_out(scene, signed_in, writing):
    call, ola, mia = scene
    with writing():
        note = say(call, mia, "My first words.")
    client, words = signed_in(mia), {"text": TYPED, "version": "1"}
    client.post("/notes/drafts", data=words | {"place": f"change {note.key}"})
    with writing():
        take_out(note, by=ola, reason="", now=START)

    opened = client.get(f"/notes/{note.key}/edit")
    sent = client.post(f"/notes/{note.key}/text", data=words)
    other = signed_in(make_other(writing)).post(f"/notes/{note.key}/text", data=words)

    for answer in (opened, sent):
        assert (answer.status_code, given_back(answer)) == (409, [TYPED])
        assert "was taken out meanwhile" in answer.text
    assert (other.status_code, given_back(other)) == (403, [TYPED])
    assert "taken out" not in other.text


def test_words_are_given_back_where_the_place_breaks(engine, tmp_path):
    app = make_app(settings_for(f"sqlite:///{tmp_path}/nowhere/community.db", tmp_path))
    app.testing = False
    client = app.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"

    answer = client.post("/calls/any/notes", data=NOTE)

    assert engine == "sqlite"
    assert (answer.status_code, given_back(answer)) == (500, [TYPED])


def test_words_without_blanks_are_given_back_where_they_are_no_choice(scene, client):
    call, _, _ = scene
    form = {"text": "好的主意。", "kind": "note"}

    assert given_back(client.post(f"/calls/{call.slug}/notes", data=form)) == ["好的主意。"]
