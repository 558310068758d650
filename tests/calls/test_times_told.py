"""What every page and export about a call says of when it is held, and that it is not."""

from datetime import timedelta

import pytest

from community.calls import changing
from community.calls.queries import sittings_of
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

    def told(*wanted: str) -> set[tuple[bool, ...]]:
        """Whether the head of each page has these words."""
        texts = [signed_in(ola).get(f"{address}/{page}").text for page in PAGES]
        heads = [text.partition('class="kicker"')[2].partition("<h1")[0] for text in texts]
        return {tuple(word in head for word in wanted) for head in heads}

    def call_off(number: int, why: str) -> None:
        with writing():
            sitting = db.session.get_one(Sitting, number)
            changing.cancel(sitting, reason=why, by=db.session.merge(ola), now=START)

    def along() -> tuple[str, dict[str, object]]:
        text = client.get(f"{address}/agenda.md").text
        return text.partition("\n\n<")[0].partition("\n\n")[2], client.get(
            f"{address}/agenda.json"
        ).json["call"]

    words = (f"{EARLY[0]}Z", f"{LATE[0]}Z", "Cancelled", "No *room*")
    spans = [
        {"starts": "2026-03-13T16:00:00+00:00", "ends": "2026-03-13T17:00:00+00:00"},
        {"starts": "2026-03-13T23:30:00+00:00", "ends": "2026-03-14T00:30:00+00:00"},
    ]

    assert told(*words) == {(True, True, False, False)}
    text, data = along()
    assert text == f"- {EARLY[1]}\n- {LATE[1]}"
    assert (data["starts"], data["times"], data["cancelled"]) == (spans[0]["starts"], spans, None)

    call_off(first, "No *room*")
    assert told(*words) == {(False, True, False, False)}
    text, data = along()
    assert text == LATE[1]
    assert (data["starts"], data["times"]) == (spans[1]["starts"], spans[1:])

    call_off(second, "No *room*")
    assert told(*words) == {(True, True, True, True)}
    text, data = along()
    assert text == f"Cancelled: No *room*\n\n- {EARLY[1]}\n- {LATE[1]}"
    assert (data["starts"], data["times"]) == (spans[0]["starts"], [])
    assert data["cancelled"] == "No *room*"
