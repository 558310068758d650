"""The pages of the labour ledger: what is drafted is seen by nobody else, and what is confirmed."""

import csv
from io import StringIO

import pytest

from community.accounts.models import Role
from community.calls.models import Visibility
from community.ledger.models import Labour
from community.ledger.queries import lines_of_call
from tests.calls.build import begin
from tests.factories import make_call, make_community, make_member, make_sitting
from tests.ledger.build import by_pseudonym, line, listed

pytestmark = pytest.mark.engines("sqlite")


@pytest.fixture
def held(writing, at):
    """A call of a series of Ola's that was held; lines of Mia's: one waits, one was confirmed."""
    with writing():
        make_community()
        ola, mia, stu = make_member("Ola"), make_member("Mia"), make_member("Stu", Role.STEWARD)
        series = begin(ola)
        call = make_call(series_id=series.id, own_title="Licences")
        make_sitting(call)
        waits = line(call, mia, Labour.OTHER, "Canary work")
        listed(line(call, mia), mia, by_pseudonym("=A reed"), minutes=30)
    with at("2026-03-20T12:00"):
        yield ola, mia, stu, series, call, waits


def pages(series, call):
    return (
        f"/calls/{call.slug}/labour",
        f"/series/{series.slug}/labour",
        f"/series/{series.slug}/labour.csv",
        f"/series/{series.slug}/labour.json",
        f"/calls/{call.slug}",
        f"/series/{series.slug}",
        "/my-labour",
        "/my-labour.csv",
        "/my-labour.json",
    )


def test_what_is_drafted_is_seen_by_nobody_else(app, signed_in, held):
    ola, mia, stu, series, call, _ = held
    others = [app.test_client(), signed_in(ola), signed_in(stu)]
    told = [client.get(page).text for client in others for page in pages(series, call)]

    assert "Canary work" in signed_in(mia).get("/my-labour").text
    assert [text for text in told if "Canary work" in text] == []


def test_a_pseudonym_leads_to_nobody(app, held):
    _, mia, _, series, call, _ = held
    told = [app.test_client().get(page).text for page in pages(series, call)[:4]]

    assert [("A reed" in text, "Mia" in text, mia.handle in text) for text in told] == [
        (True, False, False)
    ] * 4


def test_a_sheet_holds_no_formula(app, held):
    series = held[3]
    sheet = app.test_client().get(f"/series/{series.slug}/labour.csv")

    rows = list(csv.reader(StringIO(sheet.text.removeprefix("\ufeff"))))
    assert [(row[0], row[1], row[3], row[5], row[6]) for row in rows[1:]] == [
        ("2026-03-13", "Licences", "notes", "'=A reed", "30")
    ]


def test_lines_are_confirmed_in_one_click_and_taken_back(signed_in, held):
    _, mia, _, _, call, waits = held
    client = signed_in(mia)

    said = client.post(
        "/my-labour/confirmation", data={"only": waits.id, "shown": "name", "pseudonym": ""}
    )
    listed_now = "Canary work" in client.get(f"/calls/{call.slug}/labour").text
    client.post(f"/my-labour/{waits.id}/confirmation/withdrawal")

    assert (said.status_code, listed_now) == (303, True)
    assert "Canary work" not in client.get(f"/calls/{call.slug}/labour").text


def test_a_line_can_be_declined_and_looked_at_again(signed_in, held):
    _, mia, _, _, _, waits = held
    client = signed_in(mia)

    client.post("/my-labour/refusal", data={"line": [waits.id]})
    declined = client.get("/my-labour").text
    client.post(f"/my-labour/{waits.id}/refusal/withdrawal")

    assert "You declined" in declined or "you declined" in declined
    assert "you declined" not in client.get("/my-labour").text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"shown": "name"}, "Tick at least one line first."),
        ({"shown": "pseudonym", "line": "1"}, "Write the pseudonym"),
        ({"shown": "name", "line": "1", "minutes-1": "many"}, "Write a number of minutes"),
    ],
)
def test_what_cannot_be_read_is_sent_back_with_a_sentence(signed_in, held, typed, sentence):
    page = signed_in(held[1]).post("/my-labour/confirmation", data=typed)

    assert (page.status_code, sentence in page.text) == (422, True)


def test_a_member_adds_what_they_did(signed_in, held):
    ola, _, _, series, call, _ = held
    words = {"kind": "other", "what": "Translating", "minutes": "45", "shown": "counted"}

    wrong = signed_in(ola).post(f"/calls/{call.slug}/labour", data=words | {"what": ""})
    added = signed_in(ola).post(f"/calls/{call.slug}/labour", data=words)
    told = signed_in(ola).get(f"/series/{series.slug}/labour.json").json

    assert (wrong.status_code, added.status_code) == (422, 303)
    assert [(one["what"], one["credited to"], one["minutes"]) for one in told["lines"]] == [
        ("", "=A reed", 30),
        ("Translating", None, 45),
    ]


def test_what_is_for_members_is_not_told_to_visitors(app, signed_in, held, writing):
    ola, _, _, series, call, _ = held
    with writing() as session:
        session.get_one(type(call), call.id).own_visibility = Visibility.MEMBERS
    visitor = app.test_client()

    told = [visitor.get(page).text for page in pages(series, call)[1:4]]

    assert [text for text in told if "A reed" in text] == []
    assert "A reed" in signed_in(ola).get(f"/series/{series.slug}/labour").text


def test_who_holds_the_call_takes_a_false_line_off_the_list_and_its_person_reads_why(
    app, signed_in, held, reading
):
    ola, mia, _, series, call, waits = held
    holder, address = signed_in(ola), f"/calls/{call.slug}/labour"
    with reading():
        key = next(line.key for line in lines_of_call(call.id))
    why = {"line": key, "reason": "She was not there."}

    def told() -> list[bool]:
        readers = [app.test_client().get(page) for page in pages(series, call)[:4]]
        return ["A reed" in page.text for page in readers]

    assert holder.post(f"{address}/removal", data={"line": key}).status_code == 422
    unlisted = {"line": waits.key, "reason": "No."}
    assert holder.post(f"{address}/removal", data=unlisted).status_code == 409
    holder.post(f"{address}/removal", data=why)
    off = told()
    own, beside = signed_in(mia).get("/my-labour").text, holder.get(address).text
    signed_in(mia).post("/my-labour/confirmation", data={"only": "2", "shown": "name"})
    still_off = told()
    holder.post(f"{address}/removal/withdrawal", data={"line": key})

    assert (off, still_off, told()) == ([False] * 4, [False] * 4, [True] * 4)
    assert ("She was not there." in own, "She was not there." in beside) == (True, True)
    assert "She was not there." not in app.test_client().get(address).text
