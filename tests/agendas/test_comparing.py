"""What differs between two agendas, and what an agenda is taken along as: values alone."""

from datetime import UTC, datetime

import pytest

from community.agendas.comparing import Change, compare
from community.agendas.content import AgendaText, ItemText, short_lines
from community.agendas.exports import as_data, as_markdown
from community.agendas.models import ItemKind
from community.calls.when import TimesHeld, When
from community.clock import zone
from community.differences import Stretch

_EVENING = (datetime(2026, 3, 13, 16, tzinfo=UTC), datetime(2026, 3, 13, 17, tzinfo=UTC))
TIMES = TimesHeld((When(*_EVENING, zone("UTC"), None),), False, (), zone("UTC"))


def item(number: int, **given: object) -> ItemText:
    values: dict[str, object] = {
        "title": f"Item {number}",
        "kind": ItemKind.DISCUSS,
        "minutes": 10,
    }
    return ItemText(number=number, **values | given)


def told(before, after) -> list[tuple[Change, str, int | None, int | None]]:
    return [(d.change, d.title, d.was, d.now) for d in compare(before, after)]


def test_new_gone_and_changed_are_told_and_the_rest_is_not():
    before = [item(1), item(2, body="Old words"), item(3)]
    after = [item(1), item(2, body="New words"), item(4)]

    assert told(before, after) == [
        (Change.CHANGED, "Item 2", None, 2),
        (Change.NEW, "Item 4", None, 3),
        (Change.GONE, "Item 3", 3, None),
    ]
    changed, *_ = compare(before, after)
    assert [s for s in changed.stretches if s.op != "same"] == [
        Stretch("removed", "Old "),
        Stretch("added", "New "),
    ]


@pytest.mark.parametrize(
    "of_it",
    [
        {"title": "Another"},
        {"minutes": 11},
        {"kind": ItemKind.INFORM},
        {"leaders": ("Ada",)},
        {"is_off_record": True},
    ],
)
def test_whatever_is_read_of_an_item_is_compared(of_it):
    assert [d.change for d in compare([item(1)], [item(1, **of_it)])] == [Change.CHANGED]


def test_sides_are_compared_where_they_are_shown():
    decide = item(1, kind=ItemKind.DECIDE)

    assert compare([decide], [item(1, kind=ItemKind.DECIDE, people="Rest")]) != ()
    assert compare([item(1)], [item(1, people="Rest")]) == ()


def test_only_as_many_moved_as_it_takes_to_explain_the_order():
    before = [item(n) for n in (1, 2, 3, 4)]

    assert told(before, [item(n) for n in (4, 1, 2, 3)]) == [(Change.MOVED, "Item 4", 4, 1)]
    assert told(before, before) == []
    assert told(before, [item(n) for n in (2, 3, 4)]) == [(Change.GONE, "Item 1", 1, None)]


AGENDA = AgendaText(
    number=2,
    at=datetime(2026, 3, 1, 12, tzinfo=UTC),
    by="Ola",
    note="Licences first.",
    minutes=60,
    disclosure="",
    assisted_by=("Assisted-by: a tool (wording only)",),
    items=(
        item(
            1,
            title="# Licences",
            kind=ItemKind.DECIDE,
            body="*Which* one?",
            people="Rest",
            leaders=("Ada", "Bo"),
        ),
        item(2, title="Secret canary", body="Secret canary", is_off_record=True),
    ),
)


def test_markdown_has_everything_but_what_is_off_the_record():
    text = as_markdown(AGENDA, title="An evening", page="https://x.example/a", times=TIMES)

    assert text == (
        "# An evening\n\nFriday 13 March 2026, 16:00–17:00 UTC\n\n<https://x.example/a>\n\n"
        "Agenda, edition 2, 2026-03-01 12:00 UTC, 20 of 60 minutes planned.\n\n"
        "Licences first.\n\n"
        "## 1. \\# Licences\n\nDecide, 10 minutes, led by Ada, Bo\n\n*Which* one?\n\n"
        "### For people\n\nRest\n\n"
        "## 2. Off the record (10 minutes)\n\n"
        "Assisted-by: a tool (wording only)\n\n"
        "CC BY-SA 4.0, with credit to the people who wrote it.\n"
    )


def test_calendars_and_letters_say_of_it_only_that_it_is_there():
    assert list(short_lines(AGENDA.items)) == [
        "1. # Licences (10 min, decide)",
        "2. Off the record (10 min)",
    ]


def test_data_has_everything_but_what_is_off_the_record():
    data = as_data(AGENDA, title="An evening", page="https://x.example/a", times=TIMES)

    assert data["items"] == [
        {
            "title": "# Licences",
            "kind": "decide",
            "minutes": 10,
            "led by": ["Ada", "Bo"],
            "text": "*Which* one?",
            "assisted by": [],
            "off the record": False,
            "for people": "Rest",
            "for the business": "",
        },
        {"off the record": True, "minutes": 10},
    ]
    assert (data["edition"], data["minutes"]) == (2, {"planned": 20, "available": 60})


def test_what_differs_is_told_without_looking_for_words():
    (found,) = compare([item(1, title="A")], [item(1, title="B")], in_words=False)

    assert (found.change, found.title, found.stretches) == (Change.CHANGED, "B", ())
