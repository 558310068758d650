"""Finished answers that are kept: never stale, never personal, never without bound."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from community import revisions
from community.accounts.models import Member, Person
from community.attendance import rsvps
from community.attendance.models import Answer
from community.calls import changing
from community.calls.models import Visibility
from community.calls.times import Sitting
from community.db import db, transaction
from tests.factories import START, make_call, make_community, make_member, make_sitting

NOON = START.replace(month=3, day=13)
PAGES = ("/", "/calls", "/calls?past=1", "/calls/month/2026-03", "/series", "/calls/{call}")


@pytest.fixture
def now(at):
    with at(NOON):
        yield NOON


@pytest.fixture
def ada(writing, now):
    with writing():
        make_community()
        return make_member("Ada")


@pytest.fixture
def evening(ada, writing):
    """A call this evening, with three places."""
    with writing():
        return make_sitting(make_call(db.session.merge(ada)), capacity=3)


@pytest.fixture
def pages(evening):
    return [page.format(call=evening.call.slug) for page in PAGES]


def headers(answer):
    return {name: value for name, value in answer.headers if name != "Date"}


def test_a_page_asked_for_again_is_sent_without_a_statement(client, pages, queries):
    for page in pages:
        first = client.get(page)
        with queries() as sent:
            again = client.get(page)
            head = client.head(page)
            held = client.get(page, headers={"If-None-Match": first.headers["ETag"]})
        assert (first.status_code, sent) == (200, []), page
        assert (again.data, headers(again)) == (first.data, headers(first))
        assert (head.data, head.headers["ETag"]) == (b"", first.headers["ETag"])
        assert (held.status_code, held.headers["ETag"]) == (304, first.headers["ETag"])
        assert "Content-Type" not in held.headers
        assert held.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]


def test_one_that_only_asks_whether_it_has_changed_is_told_from_memory_too(
    client, another_app, evening, queries
):
    tag = client.get("/calls").headers["ETag"]
    other = another_app().test_client()

    for number in range(2):
        with queries() as sent:
            answer = other.get("/calls", headers={"If-None-Match": tag})
        assert (answer.status_code, bool(sent)) == (304, number == 0)
    assert other.get("/calls").status_code == 200


def _rename(evening, ada):
    member = db.session.get_one(Member, ada.id)
    member.person.name = "Adaeze"


def _answer(evening, ada):
    sitting = db.session.get_one(Sitting, evening.id)
    person = db.session.get_one(Person, ada.person_id)
    rsvps.answer(sitting, person, answer=Answer.GOING, shows_name=True, now=NOON)


def _cancel(evening, ada):
    member = db.session.get_one(Member, ada.id)
    changing.cancel(db.session.get_one(Sitting, evening.id), by=member, reason="Rain", now=NOON)


def _hide(evening, ada):
    db.session.get_one(Sitting, evening.id).call.own_visibility = Visibility.MEMBERS


@pytest.mark.parametrize(
    ("change", "path", "shown"),
    [
        (_rename, "/", "Adaeze"),
        (_rename, "/calls/{call}", "Adaeze"),
        (_answer, "/", "Going: Ada"),
        (_answer, "/calls/{call}", "Going: Ada"),
        (_cancel, "/calls", "Cancelled"),
        (_cancel, "/calls/{call}", "Rain"),
    ],
)
def test_a_change_that_another_program_commits_shows_at_the_next_request(
    *, change, path, shown, client, another_app, ada, evening
):
    path = path.format(call=evening.call.slug)
    before = [client.get(path).text for _ in range(2)]

    with another_app().app_context(), transaction():
        change(evening, ada)

    after = client.get(path)
    assert [shown in text for text in (*before, after.text)] == [False, False, True]


def test_what_may_no_longer_be_seen_is_gone_at_the_next_request(client, writing, ada, evening):
    paths = [f"/calls/{evening.call.slug}", f"/calls/{evening.call.slug}/call.ics"]
    assert [client.get(path).status_code for path in paths * 2] == [200] * 4

    with writing():
        _hide(evening, ada)
        revisions.bump(f"call:{evening.call_id}")  # what the event does

    assert [client.get(path).status_code for path in paths * 2] == [404] * 4
    assert "One evening" not in client.get("/calls").text


def test_an_answer_renews_the_pages_that_show_it_and_no_other(
    client, writing, ada, evening, queries
):
    with writing():
        other = make_sitting(make_call(db.session.merge(ada), title="Another evening"))
    shown, beside = (f"/calls/{sitting.call.slug}" for sitting in (evening, other))
    for path in (shown, beside):
        client.get(path)

    with writing():
        _answer(evening, ada)

    with queries() as sent:
        client.get(beside)
    assert sent == []
    assert "Going: Ada" in client.get(shown).text


def test_what_changes_by_time_alone_is_seen(client, ada, evening, at):
    path = f"/calls/{evening.call.slug}"
    assert "Going on now" not in client.get(path).text
    for _ in range(2):
        with at(evening.starts_at):
            assert "Going on now" in client.get(path).text
        with at(evening.ends_at - timedelta(seconds=1)):
            assert "Going on now" in client.get(path).text
        with at(evening.ends_at):
            assert "Going on now" not in client.get(path).text


def test_a_day_that_begins_is_seen(client, ada, evening, at):
    first = client.get("/").text
    with at(NOON.replace(hour=22, minute=59)):
        assert client.get("/").text != first, "The call is over."
        late = client.get("/").text
    with at(NOON.replace(hour=23)):  # midnight in Berlin
        assert client.get("/").text != late


def test_a_member_gets_a_page_of_their_own_and_leaves_none_for_others(
    client, signed_in, ada, evening
):
    visited = client.get("/").text

    own = signed_in(ada).get("/").text

    assert "Ada</a>" in own
    assert client.get("/").text == visited
    assert "Sign out" not in visited


def test_a_request_with_any_cookie_is_not_answered_from_memory(client, evening, queries):
    client.get("/calls")
    client.set_cookie("anything", "else")

    with queries() as sent:
        assert client.get("/calls").status_code == 200
    assert sent != []


def test_a_change_below_the_models_is_told_too(client, writing, ada, evening):
    path = f"/calls/{evening.call.slug}"
    client.get(path)

    with writing():
        db.session.execute(update(Person).where(Person.id == ada.person_id).values(name="Ann"))

    assert "Ann" in client.get(path).text


def _fail_after(change, evening, ada):
    change(evening, ada)
    raise KeyError


def test_what_was_undone_keeps_what_is_kept(client, app, ada, evening, queries):
    client.get("/calls")
    with app.app_context(), pytest.raises(KeyError), transaction():
        _fail_after(_cancel, evening, ada)

    with queries() as sent:
        client.get("/calls")
    assert sent == []
