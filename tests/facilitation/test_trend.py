"""What was said of the calls of a series, one after the other."""

from community.calls import removing
from community.calls.models import Visibility
from community.calls.queries import sittings_of_series
from community.facilitation import looking_back
from tests.calls.build import begin, times
from tests.facilitation.build import looked_back
from tests.factories import START, make_community, make_member


def test_the_trend_counts_what_stands_of_calls_the_reader_may_see(client, signed_in, writing, at):
    with writing():
        make_community()
        ola, mia = make_member("Ola"), make_member("Mia")
        series = begin(ola, times("FREQ=WEEKLY;COUNT=3", "2026-01-27"))
        first, second, _third = _calls_of(series)
        second.own_visibility = Visibility.MEMBERS
        for call in (first, second):
            looked_back(call, mia, "Names.", "Slower.")
        looked_back(first, ola, "", "Faster.")
        out = looked_back(second, ola, "", "Faster.")
        looking_back.remove(out, by=ola, reason="", now=START)

    with at("2026-03-01T12:00"):
        pages = [
            reader.get(f"/series/{series.slug}/looking-back") for reader in (client, signed_in(mia))
        ]

    assert [page.text.count("<rect") for page in pages] == [2, 4]
    assert [_cells(page.text) for page in pages] == [["1", "2"], ["1", "1", "1", "2"]]


def test_the_trend_is_as_silent_about_the_words_of_two_as_the_page(client, writing, at):
    with writing():
        make_community()
        ola, mia, stu = make_member("Ola"), make_member("Mia"), make_member("Stu")
        series = begin(ola, times("FREQ=WEEKLY;COUNT=3", "2026-01-27"))
        first, second, _third = _calls_of(series)
        for call, people in ((first, (ola, mia, stu)), (second, (ola, mia))):
            for member in people:
                looked_back(call, member, "Names.", "")

    seen = []
    for now in ("2026-02-10T12:00", "2026-03-01T12:00"):
        with at(now):
            seen.append(_cells(client.get(f"/series/{series.slug}/looking-back").text))

    assert seen == [["3", "0"], ["2", "0", "3", "0"]]


def test_a_series_that_was_deleted_shows_no_trend(client, writing, at):
    with writing():
        make_community()
        ola = make_member("Ola")
        series = begin(ola, times("FREQ=WEEKLY;COUNT=3", "2026-01-27"))
        removing.remove_series(series, by=ola, reason="Nobody came.", now=START)

    with at("2026-03-01T12:00"):
        assert client.get(f"/series/{series.slug}/looking-back").status_code == 410


def _calls_of(series):
    return [sitting.call for sitting in sittings_of_series(series, START)]


def _cells(page: str) -> list[str]:
    return [part.partition("<")[0] for part in page.split("<td>")[1:]]
