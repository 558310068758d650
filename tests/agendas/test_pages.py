"""The pages of agendas: proposing, voting, deciding and ordering over HTTP."""

import pytest

from community.agendas import states, writing
from community.agendas.drafts import ItemDraft
from community.agendas.models import Item, State
from community.agendas.queries import items_of, owners_of, tallies_of, version_of
from community.db import db
from tests.agendas.build import declined, on_agenda, proposed, titles
from tests.factories import START

pytestmark = [pytest.mark.engines("sqlite"), pytest.mark.usefixtures("in_january")]
ITEM = {"title": "Licences", "kind": "discuss", "minutes": "15", "disclosure-degree": "none"}


def all_of(reading, call) -> list[tuple[str, State]]:
    with reading():
        return [(item.title, item.state) for item in items_of(call.id)]


def test_a_proposal_sent_twice_is_one_and_leads_to_itself(scene, reading, signed_in):
    _, mia, call = scene
    page = signed_in(mia)
    form = page.get(f"/calls/{call.slug}/agenda/proposals/new").text
    key = form.partition('name="once" value="')[2].partition('"')[0]

    answers = [
        page.post(f"/calls/{call.slug}/agenda/proposals", data=ITEM | {"once": key, "leads": "y"})
        for _ in range(2)
    ]

    assert all_of(reading, call) == [("Licences", State.PROPOSED)]
    assert {answer.location.partition("?")[0] for answer in answers} == {
        f"/calls/{call.slug}/agenda"
    }
    with reading():
        (item,) = items_of(call.id)
        assert [owner.name for owner in owners_of([item])[item.id]] == ["Mia"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "x" * 151},
        {"kind": "shout"},
        {"minutes": "0"},
        {"minutes": "many"},
        {"body": "b" * 10_001},
        {"for_people": "p" * 2001},
    ],
)
def test_a_wrong_proposal_is_sent_back_with_what_was_typed(scene, reading, signed_in, wrong):
    _, mia, call = scene

    answer = signed_in(mia).post(
        f"/calls/{call.slug}/agenda/proposals", data=ITEM | {"body": "My words"} | wrong
    )

    assert answer.status_code == 422
    assert wrong.get("body", "My words") in answer.text
    assert all_of(reading, call) == []


def test_votes_are_counted_on_the_page_and_taken_back(scene, writing, signed_in):
    ola, mia, call = scene
    with writing():
        item = proposed(call, mia)
    page = signed_in(ola)

    page.post(f"/agenda-items/{item.key}/vote", data={"joins": "yes"})
    seen = page.get(f"/calls/{call.slug}/agenda").text
    page.post(f"/agenda-items/{item.key}/vote/withdrawal")

    assert "1 vote" in seen
    assert "1 would join" in seen
    assert "0 votes" in page.get(f"/calls/{call.slug}/agenda").text


def test_a_facilitator_accepts_parks_declines_and_undoes(scene, writing, reading, signed_in):
    ola, mia, call = scene
    with writing():
        one, two, three = (proposed(call, mia, title) for title in ("One", "Two", "Three"))
    page = signed_in(ola)

    page.post(f"/agenda-items/{one.key}/acceptance")
    page.post(f"/agenda-items/{two.key}/parking")
    without = page.post(f"/agenda-items/{three.key}/refusal", data={"why": " "})
    page.post(f"/agenda-items/{three.key}/refusal", data={"why": "We had that in May."})

    assert without.status_code == 422
    assert all_of(reading, call) == [
        ("Two", State.PARKED),
        ("Three", State.DECLINED),
        ("One", State.ACCEPTED),
    ]
    assert "We had that in May." in signed_in(mia).get(f"/calls/{call.slug}/agenda").text
    with reading():
        state = db.session.get_one(Item, three.id).standing.id
    page.post(f"/agenda-items/{three.key}/state/withdrawal", data={"state": str(state)})
    assert ("Three", State.PROPOSED) in all_of(reading, call)


def test_an_order_typed_on_an_older_page_is_shown_beside_the_new_one(
    scene, writing, reading, signed_in
):
    ola, _, call = scene
    with writing():
        first, second = on_agenda(call, ola, "First", "Second")
        seen = version_of(call)
        on_agenda(call, ola, "Third")
    page, order = signed_in(ola), f"{second.id},{first.id}"
    address = f"/calls/{call.slug}/agenda/order"

    told = page.post(address, data={"order": order, "version": str(seen)})
    with reading():
        assert titles(call) == ["First", "Second", "Third"]
        now = version_of(call)
    wish = told.text.partition("Use the order I wanted")[0].rpartition('name="order" value="')[2]
    page.post(address, data={"order": wish.partition('"')[0], "version": str(now)})

    assert told.status_code == 409
    with reading():
        assert titles(call) == ["Second", "First", "Third"]


def test_buttons_put_an_item_up(scene, writing, reading, signed_in):
    ola, _, call = scene
    with writing():
        _, second = on_agenda(call, ola, "First", "Second")

    signed_in(ola).post(f"/agenda-items/{second.key}/place", data={"step": "up"})

    with reading():
        assert titles(call) == ["Second", "First"]


def test_two_who_reword_at_once_see_both_texts(scene, writing, reading, signed_in):
    ola, _, call = scene
    with writing():
        (item,) = on_agenda(call, ola, "Licences")
        seen = item.version
        reword(item, "Which licence?", seen)

    told = signed_in(ola).post(
        f"/agenda-items/{item.key}/words", data=ITEM | {"title": "Mine", "version": str(seen)}
    )

    assert told.status_code == 409
    assert 'value="Mine"' in told.text
    assert "Saved meanwhile: Which licence?" in told.text


def reword(item, title, version, **words) -> None:
    writing.change(item, ItemDraft(title=title, **words), version=version, now=START)


def test_a_facilitator_says_who_leads_and_what_is_off_the_record(scene, reading, signed_in):
    ola, mia, call = scene
    page, address = signed_in(ola), f"/calls/{call.slug}/agenda/items"

    wrong = page.post(address, data=ITEM | {"owners": "nobody-here"})
    page.post(address, data=ITEM | {"owners": f"@{mia.handle}", "is_off_record": "y"})

    assert wrong.status_code == 422
    assert "There is no member called “nobody-here”." in wrong.text
    with reading():
        (item,) = items_of(call.id)
        assert item.is_off_record
        assert [owner.name for owner in owners_of([item])[item.id]] == ["Mia"]


def test_a_proposer_sets_nothing_that_is_the_facilitators_to_set(
    scene, writing, reading, signed_in
):
    ola, mia, call = scene
    with writing():
        item = proposed(call, mia)
    sent = ITEM | {"version": "1", "owners": ola.handle, "is_off_record": "y", "state": "accepted"}

    signed_in(mia).post(f"/agenda-items/{item.key}/words", data=sent | {"title": "Licensing"})

    with reading():
        (kept,) = items_of(call.id)
        assert (kept.title, kept.is_off_record, kept.state) == ("Licensing", False, State.PROPOSED)
        assert owners_of([kept]) == {}


def test_the_draft_says_when_too_much_is_planned_and_which_side_is_unheard(
    scene, writing, signed_in
):
    ola, _, call = scene
    with writing():
        on_agenda(call, ola, "Move", kind="decide", minutes=80, for_business="Cheaper")

    page = signed_in(ola).get(f"/calls/{call.slug}/agenda/draft").text

    assert "80 minutes are planned and the call has 60: 20 too many." in page
    assert "People are mentioned less than the business here." in page


def test_what_became_of_proposals_is_shown_to_all_and_nothing_of_a_draft(
    scene, writing, client, signed_in
):
    ola, mia, call = scene
    with writing():
        states.accept(proposed(call, mia, "Taken canary"), by=ola, now=START)
        declined(proposed(call, mia, "Refused canary"), ola)
        on_agenda(call, ola, "Draft canary")
    address = f"/calls/{call.slug}/agenda"

    own = signed_in(mia).get(address).text

    others = client.get(address).text
    for page, heading in ((own, "What became of yours"), (others, "What became of proposals")):
        assert ("Taken canary" in page, "Refused canary" in page) == (True, True)
        assert ("Draft canary" in page, heading in page, "Not this time." in page) == (
            False,
            True,
            True,
        )


def test_a_vote_from_a_visitor_is_not_taken(scene, writing, client, reading):
    _, mia, call = scene
    with writing():
        item = proposed(call, mia)

    answer = client.post(f"/agenda-items/{item.key}/vote")

    assert answer.status_code == 403
    with reading():
        assert tallies_of([db.session.get_one(Item, item.id)]) == {}
