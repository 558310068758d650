"""No text, whatever is in it, can add a line to a calendar file or change on its way through."""

from datetime import timedelta

import icalendar
import pytest
import vobject  # type: ignore[import-untyped]
from hypothesis import example, given
from hypothesis import strategies as st

from community.calendars.characters import line, paragraphs, uri
from community.calendars.components import calendar, vevent
from tests.calendars.scenes import FIRST, calendar_of, event

NASTY = (
    "a\r\nBEGIN:VEVENT\rUID:x\nEND:VEVENT\x0bA\x0cB\x1cC\x85D\u2028E\u2029"
    "\\n\\N\\;\\,\\\\,;:\"^n^'\x00\x1b"
)
texts = st.text() | st.text(alphabet="\\n;,:\r\n\t ^\"'\x00\x0b\x85\u2028AÄ🙂")

PROPERTIES = [
    "SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "UID", "SEQUENCE", "CATEGORIES", "CONFERENCE",
    "CREATED", "DESCRIPTION", "LAST-MODIFIED", "LOCATION", "STATUS", "TRANSP", "URL",
]  # fmt: skip


def unfolded(text: str) -> list[str]:
    """The content lines as a reader would see that breaks wherever Python would."""
    return text.replace("\r\n ", "").splitlines()


@given(title=texts, words=texts, place=texts, topic=texts, address=texts)
@example(NASTY, NASTY, NASTY, NASTY, NASTY)
def test_no_text_adds_a_line_to_an_event(title, words, place, topic, address):
    plain = {"description": f"d{words}", "location": f"l{place}", "categories": (f"c{topic}",)}
    written = vevent(event(summary=title, url=address, conference=f"https://x/{address}", **plain))

    names = [each.partition(":")[0].partition(";")[0] for each in unfolded(written)]

    assert sorted(names) == sorted([*PROPERTIES, "BEGIN", "END"])


@given(title=texts, words=texts, topics=st.lists(texts, max_size=3))
@example(NASTY, NASTY, [NASTY, "a,b"])
def test_every_text_comes_back_as_it_was(title, words, topics):
    written = event(summary=title, description=words, categories=tuple(topics))

    (read,) = icalendar.Calendar.from_ical(calendar(calendar_of(written))).events

    assert str(read["SUMMARY"]) == line(title)
    assert str(read.get("DESCRIPTION", "")) == paragraphs(words)
    assert [str(each) for each in read.categories] == [line(each) for each in topics if line(each)]


@given(title=texts, words=texts)
@example(NASTY, NASTY)
def test_another_reader_sees_the_same_text(title, words):
    written = event(summary=title, description=f"d{words}")

    read = vobject.readOne(calendar(calendar_of(written)).decode()).vevent

    assert read.summary.value == line(title)
    assert read.description.value == paragraphs(f"d{words}")


@given(name=texts, words=texts, address=texts)
@example(NASTY, NASTY, NASTY)
def test_no_text_adds_a_line_to_a_calendar(name, words, address):
    usual = unfolded(calendar(calendar_of(description="x")).decode())
    header = calendar_of(name=name, description=f"d{words}", source=address, url=address)

    written = unfolded(calendar(header).decode())

    assert [each.partition(":")[0] for each in written] == [
        each.partition(":")[0] for each in usual
    ]


@given(title=texts, words=texts)
@example("é" * 200, "🙂" * 200)
def test_lines_end_in_crlf_and_are_no_longer_than_75_octets(title, words):
    written = vevent(event(summary=title, description=words)).encode()

    lines = written.split(b"\r\n")

    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in each or b"\r" in each for each in lines)
    assert all(each.decode() for each in lines[:-1])


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"),
        ("tab\tstays", "tab\tstays"),
        ("bell\x07, escape\x1b[31m, null\x00", "bell, escape[31m, null"),
        ("half \ud83d of a pair", "half  of a pair"),
        ("emoji 👩‍💻, العربية, ไทย", "emoji 👩‍💻, العربية, ไทย"),
    ],
)
def test_control_characters_are_taken_out_and_the_rest_is_kept(given, kept):
    assert paragraphs(given) == kept


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://a.example/b?c=d&e=%20#f", "https://a.example/b?c=d&e=%20#f"),
        ("https://a.example/ü b", "https://a.example/%C3%BC%20b"),
        ("https://a.example/\r\nX-EVIL:1", "https://a.example/%0AX-EVIL:1"),
        (' https://a.example/"<> ', "https://a.example/%22%3C%3E"),
    ],
)
def test_an_address_holds_only_what_an_address_may(given, kept):
    assert uri(given) == kept


def test_words_have_the_language_they_are_in():
    written = unfolded(vevent(event(summary="Küche", description="Für alle", language="de-AT")))

    assert "SUMMARY;LANGUAGE=de-AT:Küche" in written
    assert "DESCRIPTION;LANGUAGE=de-AT:Für alle" in written


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"language": "de:X"}, "an unknown language"),
        ({"rrule": "FREQ=SECONDLY"}, "a rule is an RRULE value"),
        ({"rrule": "FREQ=DAILY\r\nX:1"}, "a rule is an RRULE value"),
        ({"rrule": "FREQ=DAILY;UNTIL=20270101T170000"}, "UNTIL is in UTC"),
        ({"rrule": "FREQ=DAILY;UNTIL=20270101"}, "UNTIL is in UTC"),
        ({"rrule": "FREQ=DAILY", "recurrence_id": FIRST}, "an override has no rule of its own"),
        ({"minutes": 0}, "lengths and sequences are positive"),
        ({"uid": "a\nb"}, "a UID is one line"),
        ({"uid": ""}, "a UID is one line"),
        ({"zone": "Middle/Earth"}, "“Middle/Earth” is not a time zone we know."),
        ({"stamp": FIRST}, "stamps are aware"),
        ({"start": event().stamp}, "wall-clock times are naive"),
        ({"exdates": (event().stamp + timedelta(1),)}, "wall-clock times are naive"),
    ],
)
def test_what_readers_would_misunderstand_is_refused(values, sentence):
    with pytest.raises(ValueError, match=sentence):
        event(**values)
