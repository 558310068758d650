"""The people to write to: named by stewards, with an address of their own, shown to everybody."""

import pytest
from sqlalchemy import select

from community.accounts.models import Role
from community.conduct.models import Contact
from tests.factories import make_community, make_member

pytestmark = pytest.mark.usefixtures("in_january")

NOOR = {"name": "Noor", "address": "noor@example.org", "words": "French, evenings"}


@pytest.fixture
def stella(writing):
    """A steward."""
    with writing():
        make_community()
        return make_member("Stella", Role.STEWARD)


@pytest.fixture
def steward(stella, signed_in):
    """Her client."""
    return signed_in(stella)


@pytest.fixture
def address_of_one(steward, reading):
    """Noor is named: gives her address among ours."""
    steward.post("/conduct/contacts", data=NOOR)
    with reading() as session:
        return f"/conduct/contacts/{session.scalars(select(Contact.id)).one()}"


@pytest.fixture
def kept(reading):
    """`kept()` gives the contacts as (name, address, words, member)."""

    def ask():
        with reading() as session:
            rows = session.scalars(select(Contact).order_by(Contact.id))
            return [(row.name, row.address, row.words, row.member_id) for row in rows]

    return ask


def test_before_anybody_is_named_the_page_sends_people_to_a_steward(stella, client):
    assert "Nobody has been named yet." in client.get("/conduct").text


def test_a_contact_is_named_changed_and_named_no_longer(
    steward, stella, client, kept, address_of_one
):
    assert kept() == [("Noor", "noor@example.org", "French, evenings", None)]
    assert "mailto:noor@example.org" in client.get("/conduct").text

    changed = NOOR | {"name": "Noor Haddad", "handle": f"@{stella.handle}"}
    assert steward.post(address_of_one, data=changed).status_code == 303
    assert kept() == [("Noor Haddad", "noor@example.org", "French, evenings", stella.id)]
    assert stella.handle in steward.get(f"{address_of_one}/edit").text

    assert steward.post(f"{address_of_one}/withdrawal").status_code == 303
    assert kept() == []
    assert steward.post(f"{address_of_one}/withdrawal").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "Write a name here."),
        ({"address": "nowhere"}, "address"),
        ({"words": "x" * 201}, "Use at most 200 characters."),
        ({"handle": "nobody-here"}, "Nobody has this handle."),
    ],
)
@pytest.mark.parametrize("is_new", [True, False], ids=["a new one", "one there is"])
def test_what_is_wrong_is_said_beside_what_was_typed(
    steward, kept, address_of_one, is_new, wrong, said
):
    before = kept()
    path = "/conduct/contacts" if is_new else address_of_one

    answer = steward.post(path, data=NOOR | {"words": "Typed words"} | wrong)

    assert answer.status_code == 422
    assert said in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert "Typed words" in answer.text or "words" in wrong
    assert kept() == before


def test_nobody_else_names_contacts(stella, writing, signed_in, kept):
    with writing():
        fay = make_member("Fay", Role.RESPONDER)

    assert signed_in(fay).post("/conduct/contacts", data=NOOR).status_code == 403
    assert kept() == []
