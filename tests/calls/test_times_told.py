"""What every page and export about a call says of when it is held, and that it is not."""

from datetime import timedelta

import pytest

from community.calls import changing
from community.calls.queries import facilitators_of, sittings_of
from community.calls.times import Sitting
from community.db import db
from tests.agendas.build import make_evening, publish_agenda
from tests.factories import START, make_community, make_member, make_sitting

pytestmark = [pytest.mark.engines("sqlite"), pytest.mark.usefixtures("in_january")]
PAGES = (
    *("agenda", "agenda/editions/1", "agenda/draft", "agenda/publication"),
    *("live", "looking-back", "record"),
)
EARLY = ("2026-03-13T16:00:00", "Friday 13 March 2026, 17:00–18:00 Europe/Berlin (16:00–17:00 UTC)")
LATE = (
    "2026-03-13T23:30:00",
    "Saturday 14 March 2026, 00:30–01:30 Europe/Berlin (Friday 23:30–00:30 UTC)",
)
SPANS = [
    {"starts": "2026-03-13T16:00:00+00:00", "ends": "2026-03-13T17:00:00+00:00"},
    {"starts": "2026-03-13T23:30:00+00:00", "ends": "2026-03-14T00:30:00+00:00"},
]
WORDS = (f"{EARLY[0]}Z", f"{LATE[0]}Z", "Cancelled", "No *room*")


def told(reader, address: str) -> set[tuple[bool, ...]]:
    """Which of the words the head of each page about the call has."""
    texts = [reader.get(f"{address}/{page}").text for page in PAGES]
    heads = [text.partition('class="kicker"')[2].partition("<h1")[0] for text in texts]
    return {tuple(word in head for word in WORDS) for head in heads}


def along(client, address: str) -> tuple[str, dict[str, object]]:
    """What the agenda says of times where it is taken along."""
    text = client.get(f"{address}/agenda.md").text.partition("\n\n<")[0].partition("\n\n")[2]
    return text, client.get(f"{address}/agenda.json").json["call"]


def call_off(number: int) -> None:
    sitting = db.session.get_one(Sitting, number)
    changing.cancel(sitting, reason=WORDS[3], by=facilitators_of(sitting)[0], now=START)


def test_each_page_about_a_call_tells_the_times_that_are_held_and_why_none_is(
    writing, signed_in, client
):
    with writing():
        make_community()
        ola = make_member("Ola")
        call = make_evening(ola)
        later = make_sitting(call, position=1)
        later.starts_at += timedelta(hours=7, minutes=30)
        later.ends_at += timedelta(hours=7, minutes=30)
        publish_agenda(call, ola)
        address = f"/calls/{call.slug}"
        first, second = (sitting.id for sitting in sittings_of(call))

    assert told(signed_in(ola), address) == {(True, True, False, False)}
    text, data = along(client, address)
    assert text == f"- {EARLY[1]}\n- {LATE[1]}"
    assert (data["starts"], data["times"]) == (SPANS[0]["starts"], SPANS)
    assert (data["cancelled"], data["reason"]) == (False, None)

    with writing():
        call_off(first)
    assert told(signed_in(ola), address) == {(False, True, False, False)}
    text, data = along(client, address)
    assert text == LATE[1]
    assert (data["starts"], data["times"]) == (SPANS[1]["starts"], SPANS[1:])

    with writing():
        call_off(second)
    assert told(signed_in(ola), address) == {(True, True, True, True)}
    text, data = along(client, address)
    assert text == f"Cancelled: No *room*\n\n- {EARLY[1]}\n- {LATE[1]}"
    assert (data["starts"], data["times"]) == (SPANS[0]["starts"], [])
    assert (data["cancelled"], data["reason"]) == (True, "No *room*")
    assert "Cancelled: No *room*" in client.get(f"{address}/agenda").text
