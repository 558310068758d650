"""A known use with the first link of somebody is seen by nobody until a curator has read it."""

import pytest
from sqlalchemy import select

from community.access import Viewer, may
from community.accounts.models import Role
from community.first_links import are_known
from community.patterns.held_uses import held_uses
from community.patterns.known_use_models import KnownUse, UseHold
from community.patterns.policies import Permission
from tests.factories import make_community, make_member
from tests.patterns.build import proposed

pytestmark = pytest.mark.usefixtures("in_january")

GIVEN = {
    "organisation": "Riverside",
    "state": "tried",
    "url": "https://spam.example/x",
    "disclosure-degree": "none",
}
UPKEEP = "/patterns/suggestions?upkeep"


@pytest.fixture
def number(reading):
    """A function that gives the number of the known use that was told first."""

    def look() -> int:
        with reading() as session:
            return session.scalars(select(KnownUse.id).order_by(KnownUse.id)).first()

    return look


@pytest.fixture
def place(writing):
    with writing():
        make_community()
        people = {name: make_member(name) for name in ("Ben", "Ada")}
        people["Cleo"] = make_member("Cleo", Role.CURATOR)
        return {**people, "page": f"/patterns/{proposed(make_member('Zoe')).slug}"}


def test_it_waits_and_is_shown_once_it_is_read(place, signed_in, client, reading, number):
    his, hers, page = signed_in(place["Ben"]), signed_in(place["Cleo"]), place["page"]
    assert his.post(f"{page}/known-uses", data=GIVEN).location.endswith("#known-uses")
    for reader in (client, his, signed_in(place["Ada"])):
        for seen in (page, f"{page}.md", f"{page}.json", UPKEEP):
            assert "Riverside" not in reader.get(seen, follow_redirects=True).text
    assert "spam.example" in hers.get(UPKEEP).text
    curator, member = (
        Viewer(place["Ada"], roles) for roles in (frozenset({Role.CURATOR}), frozenset())
    )
    assert may(curator, Permission.READ_HELD_USE, None)
    assert not may(member, Permission.READ_HELD_USE, None)
    for act in ("showing", "leaving"):
        assert his.post(f"/known-uses/{number()}/{act}").status_code == 403
    with reading():
        assert are_known(place["Ben"].id) is False

    assert hers.post(f"/known-uses/{number()}/showing").location == f"{page}#use-{number()}"

    assert "Riverside" in client.get(page).text
    assert "spam.example" not in hers.get(UPKEEP).text
    assert hers.post(f"/known-uses/{number()}/showing").status_code == 404
    # From then on nothing of theirs waits, and by other words no first link comes in.
    his.post(f"{page}/known-uses", data=GIVEN | {"organisation": "Hillside"})
    assert "Hillside" in client.get(page).text


def test_what_is_left_out_is_seen_by_nobody(place, signed_in, client, reading, number):
    his, hers, page = signed_in(place["Ben"]), signed_in(place["Cleo"]), place["page"]
    his.post(f"{page}/known-uses", data=GIVEN)
    assert hers.post(f"/known-uses/{number()}/leaving").location == "/patterns/suggestions?upkeep="
    assert "Riverside" not in client.get(page).text
    with reading() as session:
        (held,) = session.scalars(select(UseHold)).all()
        assert held.ended_by_id == place["Cleo"].person_id
        assert held_uses() == []
        assert session.scalars(select(KnownUse)).one().withdrawn_at is not None


def test_no_first_link_comes_in_by_other_words_and_without_one_nothing_waits(
    place, signed_in, client, number
):
    his, page = signed_in(place["Ben"]), place["page"]
    his.post(f"{page}/known-uses", data=GIVEN | {"url": ""})
    assert "Riverside" in client.get(page).text
    answer = his.post(f"/known-uses/{number()}", data=GIVEN)
    assert (answer.status_code, "Nobody has read a link of yours" in answer.text) == (422, True)
    assert "spam.example" in answer.text
    signed_in(place["Cleo"]).post(f"{page}/known-uses", data=GIVEN | {"organisation": "Own"})
    assert "Own" in client.get(page).text
