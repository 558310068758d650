"""Files that are not imported: each is refused before anything is written, with where and why."""

import io
import json
import zipfile

import pytest

from community.exchange import layout, reading
from community.exchange.checking import KEYWORDS, problem
from community.exchange.layout import SCHEMAS, schema
from community.exchange.preparing import prepare
from community.exchange.reading import FileRefused, read
from community.exchange.zip_ends import is_within
from tests.exchange.rewriting import packed, with_values
from tests.exchange.scene import files_in, values_in

SERIES, CALL = "series.json", "call.json"
LEFT = {"note": "nothing-here", "from": "nowhere", "at": "2026-01-15T12:00:00+00:00"}


def refusal(content: bytes) -> str:
    """What is said about a file."""
    with pytest.raises(FileRefused) as refused:
        prepare(read(io.BytesIO(content)))
    return str(refused.value)


@pytest.mark.parametrize("way", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_unpacks_before_it_can_be_counted_is_not_unpacked(way):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", way) as package:
        package.writestr("series.json", " " * 2_000_000)

    assert refusal(bomb.getvalue()) == "series.json: is packed in a way we do not read."


@pytest.mark.parametrize(
    ("where", "steps", "to", "said"),
    [
        (SERIES, ("format",), 2, "series.json: format: is not 1."),
        (SERIES, ("series", "title"), "", "series.json: series.title: is empty."),
        (SERIES, ("series", "html"), "<b>", "series.json: series: “html” is not known."),
        (SERIES, ("series", "slug"), "../x", "series.slug: is not written as it should be."),
        (SERIES, ("series", "slug"), "x\n", "series.slug: is not written as it should be."),
        (SERIES, ("series", "title"), "\ud800", "series.title: holds what is no character."),
        (SERIES, ("calls", 0), "../../etc", "calls[1]: is not written as it should be."),
        (SERIES, ("calls", 0), "calls/2026-01-01-x", "There is no calls/2026-01-01-x/call.json"),
        (SERIES, ("recurrences", 0, "rule"), "FREQ=SECONDLY", "series.json: recurrences: "),
        (SERIES, ("recurrences", 0, "slots", 0, "zone"), "Mars/Rim", "series.json: recurrences: "),
        (SERIES, ("recurrences", 0, "slots", 0, "minutes"), 4, "minutes: is not between 5 and"),
        (SERIES, ("recurrences", 0, "slots", 0, "minutes"), True, "minutes: is not a whole number"),
        (SERIES, ("people", 0, "name"), 7, "people[1].name: is not a text."),
        (SERIES, ("series", "title"), "ﷺ" * 10, "series.title: is longer than 150 characters."),
        (SERIES, ("series", "topics", 0), "\u200f", "series.json: series.topics[1]: is empty."),
        (SERIES, ("recurrences", 0, "starts_on"), "0001-01-01", "starts_on: is no date or time"),
        (CALL, ("roles", 0, "since"), "9999-01-01T00:00:00+00:00", "since: is no date or time of"),
        (CALL, ("call", "rule_date"), "20260210", "rule_date: the same stands there twice."),
        (
            CALL,
            ("sittings", 0, "original_start"),
            "2026-02-10T17:00",
            "the same stands there twice",
        ),
        (CALL, ("sittings", 0, "uid"), "", "sittings[1].uid: is empty."),
        (CALL, ("sittings", 0, "slot"), "elsewhere", "slot: “elsewhere” is not in the file"),
        (CALL, ("sittings", 0, "local_start"), "2026-02-03T17:00:00+01:00", "no date or time"),
        (CALL, ("sittings", 1, "position"), 0, "sittings: position: the same stands there twice"),
        (CALL, ("threads", 0, "notes", 0, "by"), "p99", "people: “p99” is not in the file"),
        (CALL, ("threads", 0, "notes", 0, "kind"), "rant", "threads[1].notes[1].kind: is none of"),
        (CALL, ("threads", 0, "notes", 0, "answers"), "nothing-here", "answers: “nothing-here” is"),
        (CALL, ("threads", 0, "notes", 0, "text"), "ü" * 40_000, "at most 50,000 bytes are kept"),
        (CALL, ("threads", 0, "notes", 0, "made"), "yesterday", "is no date or time of this form"),
        (CALL, ("editions", 0, "items", 0, "item"), "i99", "editions: item: “i99” is not in the"),
        (CALL, ("record", "attendance", "count"), 1, "attendance: more are named than were there"),
        (CALL, ("record", "attendance", "named"), ["p1", "p1"], "named: the same stands there twi"),
        (CALL, ("record", "attendance", "named"), ["p99"], "people: “p99” is not in the file"),
        (CALL, ("items", 0, "state"), "declined", "what was declined says why, and nothing else"),
        (CALL, ("items", 0, "why"), "No.", "what was declined says why, and nothing else"),
        (CALL, ("left_open",), [LEFT], "left_open: note: “nothing-here” is not in the file"),
        (CALL, ("left_open",), [LEFT, LEFT], "left_open: the same stands there twice."),
        (CALL, ("looking_back", 0), {"removed": ""}, "removed: is no date or time of this form"),
    ],
)
def test_what_does_not_fit_is_named_by_its_place(made, where, steps, to, said):
    assert said in refusal(with_values(made, where, *steps, to=to))


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "There is no series.json in it."),
        ({"series.json": "{"}, "series.json: is no JSON that can be read."),
        ({"series.json": "[" * 200_000}, "series.json: is no JSON that can be read."),
        ({"series.json": '{"format": NaN}'}, "series.json: is no JSON that can be read."),
        ({"series.json": '{"format": 1, "format": 1}'}, "is no JSON that can be read."),
        ({"series.json": "9" * 10_000}, "is no JSON that can be read."),
        ({"series.json": b"\xff\xfe\x00"}, "series.json: is no JSON that can be read."),
    ],
)
def test_what_is_no_series_is_refused(files, said):
    assert said in refusal(packed(files, zipfile.ZIP_STORED))


def test_what_unpacks_to_far_more_than_it_is_is_refused():
    bomb = packed({"series.json": " " * 2_000_000})

    assert refusal(bomb) == "series.json: is packed too tightly to be true."


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_zip_is_refused(content):
    assert refusal(content) in {
        "This is not the ZIP of a series, or it is damaged.",
        "There is no series.json in it.",
    }


def test_a_damaged_zip_is_refused(made):
    place = made.index(b"call.json") + 40

    assert "damaged" in refusal(made[:place] + b"\0" * 40 + made[place + 40 :])


def test_what_a_zip_says_of_its_sizes_is_not_believed(monkeypatch):
    monkeypatch.setattr(reading, "MOST_JSON", 1000)
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as package:
        package.writestr("series.json", b"x" * 5000)
    lying = into.getvalue().replace((5000).to_bytes(4, "little"), (10).to_bytes(4, "little"))

    assert refusal(into.getvalue()) == "series.json: is too big unpacked."
    assert refusal(lying) != ""


def test_too_many_files_are_refused(monkeypatch):
    monkeypatch.setattr(reading, "MOST_FILES", 3)

    assert "more than 3 files" in refusal(packed({f"{n}.txt": "" for n in range(4)}))


def test_a_zip_that_lists_too_much_is_never_opened():
    four = packed({f"{n}.txt": "" for n in range(4)})
    at = four.index(b"PK\5\6")
    said = four[:-2] + b"\3\0and"  # with a comment
    large = four[:at] + b"PK\6\7" + b"\0" * 16 + four[at:]
    lying = four[: at + 12] + (2**30).to_bytes(4, "little") + four[at + 16 :]

    for file, most, told in (
        *((four, 4, True), (four, 3, False), (said, 4, True), (said, 3, False)),
        *((large, 99, False), (lying, 99, False), (b"", 0, True), (b"no zip", 0, True)),
    ):
        assert is_within(io.BytesIO(file), most) is told


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_refused():
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as package:
        package.writestr("series.json", "{}")
        package.writestr("series.json", "{}")

    assert refusal(into.getvalue()) == "It holds two files of one name."


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schemas_say_nothing_that_is_not_checked(name):
    def keywords(part):
        if isinstance(part, dict):
            yield from (key for key in part)
            for key, inside in part.items():
                each = inside.values() if key in {"properties", "$defs"} else [inside]
                for one in each:
                    yield from keywords(one)
        elif isinstance(part, list):
            for one in part:
                yield from keywords(one)

    assert set(keywords(json.loads(schema(name)))) - KEYWORDS == set()


def test_what_is_taken_along_keeps_to_the_schemas_that_lie_beside_it(made):
    files = files_in(made)
    schemas = {name: json.loads(files[f"schemas/{name}"]) for name in layout.SCHEMAS}

    wrong = {
        path: problem(values, schemas[f"{path.rpartition('/')[2][:-5]}.schema.json"])
        for path, values in values_in(made).items()
        if not path.startswith("schemas/")
    }
    assert len(wrong) > 10
    assert {said for said in wrong.values() if said} == set()
