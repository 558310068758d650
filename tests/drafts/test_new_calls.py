"""What is begun of a new call or a new series stays on the server, all of it, until it is sent."""

import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from community.accounts.models import Role
from community.calls.models import NoteTakers, Recording
from community.drafts import holdings, redacting
from community.drafts.keeping import keep_draft
from community.drafts.models import Draft
from tests.agendas.build import make_evening
from tests.drafts.test_forms import form_in
from tests.factories import START, make_community, make_member

pytestmark = [pytest.mark.usefixtures("in_january"), pytest.mark.engines("sqlite")]
WORDS = {
    "title": "Licences",
    "description": "Of models.",
    "recording": Recording.NO.value,
    "language": "en",
}
SERIES = WORDS | {
    "frequency": "weekly",
    "interval": "2",
    "weekdays": ["TU", "TH"],
    "starts_on": "2026-02-03",
    "ends": "never",
    "visibility": "public",
    "note_takers": NoteTakers.ASK.value,
    "hours-0-time": "18:30",
    "hours-0-zone": "Europe/Berlin",
    "hours-0-minutes": "45",
    "hours-0-join_is_public": "y",
}
CALL = WORDS | {
    "visibility": "public",
    "note_takers": NoteTakers.ASK.value,
    "sittings-0-day": "2026-02-03",
    "sittings-0-time": "18:30",
    "sittings-0-zone": "Africa/Lagos",
    "sittings-0-minutes": "45",
}


@pytest.fixture
def people(writing):
    with writing():
        make_community()
        return make_member("Ola", Role.FACILITATOR), make_member("Mia", Role.FACILITATOR)


def checked(shown: str) -> set[str]:
    """The names and values of what is chosen."""
    tags = [tag.partition(">")[0] for tag in shown.split("<input")[1:]]
    chosen = [tag for tag in tags if " checked" in tag]
    return {f"{_said(tag, 'name')}={_said(tag, 'value')}" for tag in chosen}


def _said(tag: str, what: str) -> str:
    return tag.partition(f'{what}="')[2].partition('"')[0]


def test_a_new_series_with_several_days_is_there_again_and_gone_once_it_starts(
    people, signed_in, reading
):
    ola, mia = people
    client = signed_in(ola)
    key = "a-key-of-the-form-for-a-series"

    answer = client.post("/series/draft", data=MultiDict(SERIES | {"once": key}))
    shown = form_in(client.get("/series/new").text)

    assert (answer.status_code, 'data-url="/series/draft"' in shown) == (204, True)
    assert {"weekdays=TU", "weekdays=TH", "hours-0-join_is_public=y"} <= checked(shown)
    assert "weekdays=WE" not in checked(shown)
    for value in ("Licences", "2026-02-03", "18:30", "Europe/Berlin", "45", "2"):
        assert f'value="{value}"' in shown
    assert "Of models.</textarea>" in shown
    assert "Licences" not in signed_in(mia).get("/series/new").text
    first = shown.partition("<button")[2].partition("</button>")[0]
    assert "formaction" not in first
    shown = client.post("/series", data=MultiDict(SERIES | {"intent": "preview", "once": key})).text
    mark = shown.partition('name="seen" value="')[2].partition('"')[0]
    assert 'data-url="/series/draft"' in shown
    given = {"intent": "save", "once": key, "seen": mark}
    sent = client.post("/series", data=MultiDict(SERIES | given))
    assert (sent.status_code, "sent=new-series" in sent.location) == (303, True)
    client.post("/series/draft", data=MultiDict(SERIES | {"once": key}))  # it comes late
    with reading() as session:
        assert session.scalars(select(Draft)).all() == []


def test_a_new_call_and_one_like_another_are_begun_each_by_itself(
    people, writing, signed_in, reading
):
    ola, _ = people
    with writing():
        other = make_evening(ola)
    client, like = signed_in(ola), f"/calls/new?like={other.slug}"

    kept = client.post("/calls/draft", data=CALL | {"do": "draft"})
    again = client.post("/calls/draft", data=CALL | {"title": "Too", "like": other.slug})
    plain, alike = form_in(client.get("/calls/new").text), form_in(client.get(like).text)

    assert (kept.status_code, kept.location, again.status_code) == (303, "/calls/new", 204)
    assert ('value="Licences"' in plain, 'value="Africa/Lagos"' in plain) == (True, True)
    assert ('value="Too"' in alike, 'value="Licences"' in alike) == (True, False)
    gone = client.post("/calls/draft", data=CALL | {"do": "discard", "like": other.slug})
    assert gone.location == like
    sent = client.post("/calls", data=CALL | {"once": "a-key-of-the-form-for-a-call"})
    assert sent.status_code == 303
    with reading() as session:
        assert session.scalars(select(Draft)).all() == []


def test_of_a_field_with_several_values_each_is_taken_out_and_named_no_more(db_session):
    ola, mia = make_member("Ola"), make_member("Mia")
    given = {"days": ["1", "of Zebra"], "owner": [f"@{mia.handle}", ola.handle]}
    keep_draft(ola, "somewhere", "", beside=given, now=START)

    redacting.take_out(["somewhere"], "Zebra")
    holdings.erase(mia.person_id, START)

    draft = db_session.get(Draft, (ola.id, "somewhere", ""))
    assert draft.beside == {"days": ["1", "of █ taken out █"], "owner": ["", ola.handle]}
