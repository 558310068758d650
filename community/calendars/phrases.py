"""What a calendar entry says in words: the same for a series, for one date, for a cancelled one."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from community.calls.manners import manners
from community.calls.models import Call, Series, Topic
from community.text import plain


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one entry; two dates with equal words need no entry each."""

    title: str
    body: str
    policies: str
    topics: tuple[str, ...]
    language: str


def words_of_series(series: Series) -> Words:
    """What every date of a series says that says nothing of its own; of a removed one only the
    title remains, as on its page.
    """
    if series.is_removed:
        return Words(series.title, "", "", (), series.language)
    return Words(
        title=series.title,
        body=_plain(series.description_source),
        policies=manners(series),
        topics=_names(series.topics),
        language=series.language,
    )


def words_of_call(call: Call) -> Words:
    """What one call says, its own words ahead of its series'. Of a removed call, and of one whose
    series was removed, only that remains which its series says: its own words were removed.
    """
    if call.is_removed and call.series is not None:
        return words_of_series(call.series)
    if call.is_removed:
        return Words("Removed call", "", "", (), call.language)
    return Words(
        title=call.title,
        body=_plain(call.description_source),
        policies=manners(call),
        topics=_names([*call.own_topics, *(call.series.topics if call.series else ())]),
        language=call.language,
    )


def description(
    words: Words,
    page: str,
    *,
    reason: str | None,
    lines: Iterable[str],
    longest: int,
    agenda: str = "",
) -> str:
    """The plain text of an entry: why it is cancelled, the page, `lines`, the call's own words (at
    most `longest` characters of them), its agenda, recording and note-takers.
    """
    head = [] if reason is None else [f"Cancelled: {reason}".rstrip(": ")]
    top = "\n".join([*head, page, *lines])
    parts = [top, shortened(words.body, longest), agenda, words.policies]
    return "\n\n".join(part for part in parts if part)


def shortened(text: str, longest: int) -> str:
    """`text`, or its first whole words with an ellipsis, in at most `longest` characters."""
    if len(text) <= longest:
        return text
    return text[: longest - 1].rsplit(maxsplit=1)[0].rstrip() + "…"


@lru_cache(maxsize=512)
def _plain(source: str) -> str:
    return plain(source) if source else ""


def _names(topics: Iterable[Topic]) -> tuple[str, ...]:
    return tuple(sorted({topic.name for topic in topics}))
