"""How labour is credited in public: by one's name, by another, or not at all."""

from datetime import datetime

import pytest
from sqlalchemy import select

from community.accounts.models import Credit, Member, Person
from tests.calls.build import begin
from tests.factories import START, make_call, make_community, make_member, make_sitting

FORM = {"name": "Ada", "handle": "ada-l", "zone": "Europe/Berlin", "language": ""}


@pytest.mark.parametrize(
    ("credit", "name", "credited"),
    [
        (Credit.NAME, None, "Ada"),
        (Credit.OTHER, "A. Lovelace", "A. Lovelace"),
        (Credit.NOBODY, None, None),
    ],
)
def test_a_person_is_credited_as_they_say_in_python_and_in_the_database(
    db_session, credit, name, credited
):
    person = make_member("Ada").person
    person.credit, person.credit_name = credit, name
    db_session.flush()

    assert person.credited_as == credited
    assert db_session.scalars(select(Person.credited_as)).all() == [credited]


def test_pages_for_everybody_name_facilitators_as_they_want(client, writing, signed_in, at):
    with writing():
        make_community()
        ada, bob = make_member("Ada Lovelace"), make_member("Bob Secret")
        ada.person.credit, ada.person.credit_name = Credit.OTHER, "The Countess"
        bob.person.credit = Credit.NOBODY
        series = begin(ada, now=START)
        call = make_call(ada, bob)
        make_sitting(call, starts=datetime(2026, 1, 20, 18))
    with at(START):
        pages = [
            client.get(path).text
            for path in ("/", "/calls", "/series", f"/calls/{call.slug}", f"/series/{series.slug}")
        ]
        feed = client.get(f"/calls/{call.slug}.ics").text
    assert [page.count("The Countess") > 0 for page in pages] == [True] * 5
    assert not any("Lovelace" in page or "Bob Secret" in page for page in [*pages, feed])


def test_a_member_chooses_on_the_profile(writing, signed_in, reading, at):
    with writing():
        make_community()
        ada = make_member("Ada")
    with at(START):
        client = signed_in(ada)
        assert client.post("/profile", data=FORM | {"credit": "other"}).status_code == 422
        named = FORM | {"credit": "other", "credit_name": "A. L."}
        assert client.post("/profile", data=named).status_code == 303
        assert 'value="A. L."' in client.get("/profile").text
        assert client.post("/profile", data=FORM | {"credit": "x"}).status_code == 422
    with reading() as session:
        assert session.get_one(Member, ada.id).person.credited_as == "A. L."
