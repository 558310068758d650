"""A join link is for those who are going and the facilitators, wherever one looks."""

import logging
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from community.accounts.models import Role
from community.attendance import rsvps
from community.attendance.models import Answer, Rsvp
from community.calendars import personal
from community.calls import changing, scheduling
from community.calls.drafts import Details, Place
from community.calls.models import Series
from community.calls.queries import sittings_of_series
from community.conduct import imposing
from community.conduct.content import Effect
from community.conduct.imposing import MeasureDraft
from community.db import db
from tests.calls.build import begin, sitting_at, times
from tests.calls.filling import MOVED
from tests.calls.walking import each_of, everything, who_sees
from tests.conduct.build import KIND, RESTRICTING, publish, restrict
from tests.factories import START, make_community, make_member

pytestmark = pytest.mark.usefixtures("in_january")

SLOT, SITTING, OPEN = (f"https://meet.example/canary-{of}" for of in ("slot", "sitting", "open"))
WEEK = timedelta(days=7)
READERS = ("member", "maybe", "waiting", "going", "leaver", "facilitator", "steward")


@pytest.fixture
def scene(writing, settings):
    """A series whose slot has a link, one date of it with its own, one call with an open one."""
    with writing():
        make_community()
        who = {name: make_member(name.title()) for name in READERS if name != "steward"}
        who["steward"] = make_member("Steward", Role.STEWARD)
        owner = who["facilitator"]
        place = Place(join_url=SLOT, capacity=1)
        series = begin(owner, times("FREQ=WEEKLY;COUNT=3", "2026-01-27", place=place))
        first, second, _ = sittings_of_series(series, START)
        changing.change_place(second, Place(join_url=SITTING, capacity=1), by=owner, now=START)
        opened = Place(join_url=OPEN, join_is_public=True)
        call = scheduling.schedule_call(
            Details(title="Open evening"),
            [sitting_at("2026-03-13T17:00", **vars_of(opened))],
            by=owner,
            now=START,
        )
        for sitting in (first, second):
            for name, said in (
                ("leaver", Answer.GOING),
                ("leaver", Answer.CANNOT),
                ("going", Answer.GOING),
                ("waiting", Answer.GOING),
                ("maybe", Answer.MAYBE),
            ):
                rsvps.answer(sitting, who[name].person, answer=said, now=START)
        own = {
            name: personal.text_of(
                personal.make(member, key=settings.secret_key, now=START), key=settings.secret_key
            )
            for name, member in who.items()
        }
        waiting = db.session.scalars(select(Rsvp.answer).where(Rsvp.answer == Answer.WAITING)).all()
        assert len(waiting) == 2
        slugs = [first.call.slug, second.call.slug]
    return SimpleNamespace(who=who, slugs=slugs, open=call.slug, series=series.slug, own=own)


def vars_of(place: Place) -> dict[str, object]:
    return {"join_url": place.join_url, "join_is_public": place.join_is_public}


def guesses(scene, name: str | None) -> list[str]:
    """Addresses nobody links to for everybody: forms, lists of answers, feeds."""
    pages = [f"/series/{scene.series}{end}" for end in ("/edit", "/times", "/dates/new", "/delete")]
    for slug in (*scene.slugs, scene.open):
        pages += [f"/calls/{slug}{end}" for end in ("", "/edit", "/delete", "/call.ics", "/x")]
        ends = ("move", "cancel", "place", "answers", "answers.csv", "x")
        pages += [f"/calls/{slug}/sittings/1/{end}" for end in ends]
    pages += ["/calendar.ics", f"/series/{scene.series}/calendar.ics", "/calls?past=1"]
    return [*pages, f"/calendar/{scene.own[name]}.ics"] if name else pages


def walk(scene, signed_in, name: str) -> dict[str, str]:
    return everything(signed_in(scene.who[name]), guesses(scene, name))


@pytest.mark.engines("sqlite")  # those who see it walk the same pages on both
@pytest.mark.parametrize("name", [None, "waiting", "steward"])
def test_who_is_not_going_sees_no_join_link_anywhere(scene, app, signed_in, name):
    client = signed_in(scene.who[name]) if name else app.test_client()

    pages = everything(client, guesses(scene, name))

    assert len(pages) > 20
    assert who_sees(pages, "canary-slot") | who_sees(pages, "canary-sitting") == set()
    assert f"/calls/{scene.open}" in who_sees(pages, "canary-open")


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize("name", ["member", "maybe", "leaver"])
def test_who_is_not_going_sees_no_join_link_where_the_calls_are(scene, signed_in, name):
    """The pages that everybody is led to, others like them walk above."""
    where = ("/", "/calls", "/my-calls", f"/series/{scene.series}", "/profile/export.zip")

    pages = each_of(signed_in(scene.who[name]), [*where, *guesses(scene, name)])

    assert who_sees(pages, "canary-slot") | who_sees(pages, "canary-sitting") == set()
    assert f"/calls/{scene.open}" in who_sees(pages, "canary-open")


def test_who_is_going_sees_the_link_of_each_call_on_its_page_and_in_their_calendar(
    scene, signed_in
):
    own = {f"/calendar/{scene.own['going']}.ics", "/profile/export.zip"}  # which holds a copy
    first, second = (f"/calls/{slug}" for slug in scene.slugs)

    pages = walk(scene, signed_in, "going")

    assert who_sees(pages, "canary-slot") == {first, *own}
    assert who_sees(pages, "canary-sitting") == {second, *own}


def test_facilitators_see_the_links_on_the_pages_and_in_the_forms(scene, signed_in, caplog):
    caplog.set_level(logging.DEBUG)
    pages = walk(scene, signed_in, "facilitator")

    seen = who_sees(pages, "canary-slot")
    assert {f"/calls/{scene.slugs[0]}", f"/series/{scene.series}/times"} <= seen
    assert not {page for page in seen if page.endswith((".csv", "/call.ics"))}
    assert f"/series/{scene.series}/calendar.ics" not in seen
    assert f"/calls/{scene.slugs[1]}/sittings/1/place" in who_sees(pages, "canary-sitting")
    assert "canary" not in caplog.text


def test_the_link_is_gone_with_the_answer(scene, signed_in):
    client = signed_in(scene.who["going"])
    address = f"/calls/{scene.slugs[0]}"
    assert "canary-slot" in client.get(address).text

    client.post(f"{address}/sittings/1/rsvp", data={"answer": "maybe"})

    assert "canary-slot" not in client.get(address).text


def test_a_page_kept_for_visitors_is_another_than_that_of_who_is_going(scene, app, signed_in):
    address = f"/calls/{scene.slugs[0]}"
    theirs = signed_in(scene.who["going"]).get(address)
    visitors = app.test_client().get(address)

    assert theirs.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in theirs.headers
    assert visitors.headers["Cache-Control"] == "public, no-cache"
    again = signed_in(scene.who["going"]).get(
        address, headers={"If-None-Match": visitors.headers["ETag"]}
    )
    assert again.status_code == 200


@pytest.mark.engines("sqlite")
def test_no_link_is_written_into_the_log(scene, app, signed_in, caplog):
    caplog.set_level(logging.DEBUG)
    owner, address = signed_in(scene.who["facilitator"]), f"/calls/{scene.slugs[0]}/sittings/1"
    place = {"join_url": "https://meet.example/canary-log", "capacity": "0"}

    owner.post(f"{address}/place", data=place)
    owner.post(f"{address}/place", data=place | {"capacity": "3"})
    owner.post(f"{address}/place", data=place, headers={"Sec-Fetch-Site": "cross-site"})
    owner.post(f"{address}/time", data=MOVED | {"join_url": "https://meet.example/canary-log"})
    assert "canary-log" in owner.get(f"{address}/place").text  # all other pages are walked above
    assert "canary" not in caplog.text


@pytest.mark.parametrize(
    ("level", "effect"),
    [(2, Effect.NOT_IN_SERIES), (3, Effect.READING_ONLY), (4, Effect.NO_ACCOUNT)],
)
def test_an_earlier_answer_brings_no_link_to_who_may_not_come_while_a_measure_stands(
    scene, app, signed_in, writing, at, level, effect
):
    """Neither on pages nor in what they take along or subscribed to, and with no job having run."""
    member, visitor = scene.who["going"], app.test_client()
    feed, page = f"/calendar/{scene.own['going']}.ics", f"/calls/{scene.slugs[0]}"
    held = {"If-None-Match": visitor.get(feed).headers["ETag"]}
    with writing():
        version = publish(scene.who["steward"], RESTRICTING).version_id
        series = db.session.scalars(select(Series.id).where(Series.slug == scene.series)).one()
        only = {"series_id": series} if effect is Effect.NOT_IN_SERIES else {}
        given = MeasureDraft(
            version, KIND.key, level, (effect,), START, START + WEEK, "What was said.", **only
        )
        imposing.impose(given, on=member.person, now=START)

    with at(START):
        where = ["/", "/my-calls", *guesses(scene, "going"), "/profile/export.zip"]
        pages = each_of(signed_in(member), where)
        again = visitor.get(feed, headers=held)

    assert who_sees(pages, "canary-slot") | who_sees(pages, "canary-sitting") == set()
    assert again.status_code == 200
    assert b"canary-slot" not in again.data
    with at(START + WEEK):
        assert (
            b"canary-slot"
            in visitor.get(feed, headers={"If-None-Match": again.headers["ETag"]}).data
        )
        assert "canary-slot" in signed_in(member).get(page).text


def test_who_facilitates_and_may_not_come_finds_no_link_in_the_forms_either(
    scene, signed_in, writing, at
):
    owner, form = scene.who["facilitator"], f"/series/{scene.series}/times"
    with writing():
        restrict(owner.person, Effect.READING_ONLY, by=scene.who["steward"], now=START)
    with at(START):
        pages = walk(scene, signed_in, "facilitator")
        assert signed_in(owner).get(form).status_code == 403

    assert who_sees(pages, "canary-slot") | who_sees(pages, "canary-sitting") == set()


def test_a_link_that_is_no_longer_public_is_gone_for_everybody_at_once(scene, app, signed_in):
    owner, visitor = signed_in(scene.who["facilitator"]), app.test_client()
    before = visitor.get(f"/calls/{scene.open}")
    assert "canary-open" in before.text

    owner.post(f"/calls/{scene.open}/sittings/1/place", data={"join_url": OPEN})

    kept = {"If-None-Match": before.headers["ETag"]}
    assert "canary-open" not in visitor.get(f"/calls/{scene.open}", headers=kept).text
    assert "canary-open" not in visitor.get(f"/calls/{scene.open}/call.ics").text


def test_a_link_is_shown_neither_when_the_call_is_off_nor_when_it_is_over(
    scene, signed_in, writing, at
):
    going, address = signed_in(scene.who["going"]), f"/calls/{scene.slugs[0]}"
    with at("2026-01-27T18:00"):
        assert "canary-slot" not in going.get(address).text
    signed_in(scene.who["facilitator"]).post(
        f"{address}/sittings/1/cancellation", data={"reason": "Ill"}
    )
    assert "canary-slot" not in going.get(address).text
