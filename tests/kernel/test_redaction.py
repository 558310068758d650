"""Words taken out of texts: a bar of one length, wherever and however they stand."""

import pytest

from community.bars import reads_so, times, without
from community.marks import BAR
from community.redaction import Spot, preview, purge, take_out, whole_pieces_of
from community.text import LONGEST_SOURCE, plain, render_markdown


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Ask Anna Smith.", f"Ask {BAR}."),
        ("Ask ANNA\nsmith.", f"Ask {BAR}."),
        ("Ask **Anna** Smith.", f"Ask **{BAR}**."),
        ("Ask An*na* Smith.", f"Ask {BAR}."),
        ("`Anna Smith`", f"`{BAR}`"),
        ("See http://x.example/Anna%20Smith", f"See http://x.example/{BAR}"),
        ("Anna Smith and Anna Smith", f"{BAR} and {BAR}"),
        ("Ask `Anna&nbsp;Smith` or Anna\u00a0Smith", f"Ask `{BAR}` or {BAR}"),
        ("Anna-Smith, An\u00adna Sm\u200bith, An&shy;na‑Smith", f"{BAR}, {BAR}, {BAR}"),
        (
            "anna.smith@x.example, http://x.example/anna-smith?a=b",
            f"{BAR}@x.example, http://x.example/{BAR}?a=b",
        ),
        ("Ask Anna. Or, Smith.", "Ask Anna. Or, Smith."),
        ("Ask Anna.", "Ask Anna."),
    ],
)
def test_words_go_wherever_they_stand(text, left):
    assert without("Anna Smith", text) == left


def test_a_bar_tells_nothing_of_what_it_stands_for():
    assert without("Al", "Ask Al now") == without(
        "Alexandra of the north", "Ask Alexandra of the north now"
    )


def test_a_bar_that_stands_is_left_alone():
    text = f"Ask {BAR}, it was taken out."

    assert without("taken out", text) == f"Ask {BAR}, it was {BAR}."
    assert times("taken out", text) == 1


def test_a_text_grows_no_longer_than_it_may_be():
    assert without("ab", "ab " * 50, most=150) == "█ " * 50
    assert without("ab", "ab" * 25_000, most=LONGEST_SOURCE) == "-" * 25_000


def test_a_bar_is_drawn_and_read():
    html = render_markdown(f"**Ask {BAR}**, [see {BAR}](/x) and `{BAR}`.")

    assert html == (
        '<p><strong>Ask <span class="redacted">taken out</span></strong>,'
        ' <a href="/x" rel="nofollow ugc noopener">see <span class="redacted">taken out</span></a>'
        f" and <code>{BAR}</code>.</p>\n"
    )
    assert plain(f"Ask {BAR}.") == "Ask taken out."


def test_nobody_writes_spans():
    assert "<span" not in render_markdown('<span class="redacted">x</span>')


def test_words_that_are_put_together_by_marks_are_found_where_they_are_read():
    assert reads_so("Anna Smith", "[Anna](/x) Smith")
    assert not reads_so("Anna Smith", "[Anna](/x) or Smith")


def spot(name, text, kept, what="The note", is_open=True):
    return Spot(name, what, name, text, lambda told: kept.update({name: told}), is_open=is_open)


def test_a_preview_says_what_goes_where_and_what_is_worded_otherwise():
    spots = [
        spot("now", "Ask Anna.", {}),
        spot("version-2", "Ask Anna.", {}),
        spot("version-1", "Ask A. from the shop.", {}),
        spot("title", "Welcome", {}, what="Title"),
        spot("version-0", "Ask A[nn](/x)a.", {}),
    ]

    shown = preview(spots, "anna")

    assert [(one.where, one.times) for one in shown.found] == [(("now", "version-2"), 1)]
    assert [stretch.op for stretch in shown.found[0].stretches] == ["same", "removed", "same"]
    assert [one.name for one in shown.otherwise] == ["version-1", "version-0"]
    assert shown.hidden == {"version-0"}


def test_what_would_still_be_read_beside_the_words_is_offered_whole():
    kept: dict[str, str] = {}
    spots = [
        spot("now", "Ask Anna Smith, or &#65;nna Smith, or Ánna, Smith.", kept),
        spot("other", "Ask Änna: Smith.", kept),
        spot("title", "Welcome", kept, what="Title"),
    ]

    shown = preview(spots, "anna smith")

    assert [one.name for one in shown.found] == ["now"]
    assert [one.name for one in shown.otherwise] == ["now", "other"]
    assert shown.hidden == {"now", "other"}
    assert take_out(spots, "anna smith", whole={"now"})
    assert kept == {"now": BAR}
    assert preview([spot("out", f"{BAR}", kept)], "taken out").hidden == set()


def test_a_version_is_taken_out_whole_wherever_its_text_stands():
    kept: dict[str, str] = {}
    spots = [spot("a", "Ask Anna.", kept), spot("b", "Ask A.", kept), spot("c", "Ask A.", kept)]

    assert take_out(spots, "Anna", whole={"b"})
    assert kept == {"a": f"Ask {BAR}.", "b": BAR, "c": BAR}
    assert not take_out([spot("d", "Nobody", kept)], "Anna", whole=())


def test_only_what_a_preview_offers_goes_whole():
    kept: dict[str, str] = {}
    draft = spot("draft", "Ask A.", kept, is_open=False)
    other = spot("title", "Welcome", kept, what="Title")

    assert take_out(
        [spot("now", "Ask Anna, or B.", kept), draft, other],
        "Anna",
        whole={"now", "draft", "title"},
    )
    assert kept == {"now": f"Ask {BAR}, or B."}


def test_a_whole_text_is_a_piece_however_short_and_goes_as_words_of_its_own():
    kept: dict[str, str] = {}
    assert whole_pieces_of("Yes!") == []
    assert whole_pieces_of("Berlin.") == ["Berlin"]
    purge([spot("a", "In Berlin, not with a Berliner.", kept)], whole_pieces_of("Berlin."))
    assert kept == {"a": f"In {BAR}, not with a Berliner."}


@pytest.mark.parametrize(
    ("words", "text", "left"),
    [
        ("Ann", "Ann, _Ann_, Ann’s annual plan, joann_x", f"{BAR}, _{BAR}_, {BAR}’s annual plan"),
        ("Анна", "Анна и Анналы", f"{BAR} и Анналы"),
        ("कम", "कम, कमी", f"{BAR}, कमी"),
        ("王明", "昨天王明来了", f"昨天{BAR}来了"),
        ("สมชาย", "คุณสมชายมา", f"คุณ{BAR}มา"),
    ],
)
def test_short_words_go_as_words_of_their_own_in_any_script(words, text, left):
    told = without(words, text, is_bounded=True)
    assert told.startswith(left)
    assert times(words, text, is_bounded=True) == told.count(BAR)
    kept: dict[str, str] = {}
    take_out([spot("a", text, kept)], words, is_bounded=True)
    assert kept == {"a": told}
