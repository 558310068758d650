"""Words as they are looked up, and where they stand."""

import pytest

from community.search.words import MOST_WORDS, asked_for, spans, words_of


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Crème Brûlée, STRASSE & Straße", "creme brulee strasse strasse"),
        ("self-organised (3.11) don't", "self organised 3 11 don t"),
        ("日本語 text", "日 本 語 text"),
        ("हिन्दी и Ёлка", "हिन्दी и елка"),
        ("한국어", "한국어"),
        ("🙂 … — '\"*():^", ""),
        ("x" * 90, "x" * 60),
    ],
)
def test_words_are_kept_without_case_accents_and_marks(text, kept):
    assert words_of(text) == kept


def test_what_is_typed_is_words_and_no_command():
    asked = asked_for('title_words: NOT "a" OR (b*) self-run 日本')

    words = [*("title",), *("words",)]
    assert asked.words[0] == tuple(words)
    assert asked.words[1:] == (("not",), ("a",), ("or",), ("b",), ("self", "run"), ("日", "本"))
    assert asked.is_open
    assert not asked_for("a b").is_open
    assert len(asked_for("and so on " * 30).words) == MOST_WORDS
    assert not asked_for(" \0 * ")


def test_words_are_marked_where_they_stand():
    def marked(text: str, query: str) -> list[str]:
        return [text[first:last] for first, last in spans(text, asked_for(query))]

    assert marked("Crème and creamy crèmes; scream", "creme") == ["Crème", "crèmes"]
    assert marked("A self-run room, run by oneself", "self-run by") == ["self-run", "by"]
    assert marked("東京の日本語", "日本") == ["日本"]
    assert marked("Crèmes brûlées", "creme brulee") == ["brûlées"]  # the last one may go on
