"""What a changed date says otherwise than its series, as far as a single date can keep it."""

from dataclasses import dataclass

from .events import Event, Reading, name_of
from .wording import Words, speaks_of_secret


@dataclass(frozen=True, slots=True)
class Difference:
    """The words of one date; None where they are those of its series."""

    title: str | None
    description: str | None
    join_link: str | None


def difference(changed: Event, base: Event, reading: Reading) -> Difference:
    """What `changed` says otherwise than `base`, and a remark for what is kept elsewhere or lost.

    A date has no place, address or topics of its own here: the first two go into its description.
    What it does not say at all is taken from its series.
    """
    own, usual = changed.words, base.words
    _remark_categories(changed, base, reading)
    link = own.join_link
    return Difference(
        title=None if own.title == usual.title else own.title,
        description=_description(changed, usual, reading),
        join_link=None if link == usual.join_link else link,
    )


def _description(changed: Event, usual: Words, reading: Reading) -> str | None:
    own, name = changed.words, name_of(changed.component)
    has_place = own.place not in ("", usual.place)
    has_url = own.url not in (None, usual.url)
    if has_place and speaks_of_secret(own.place):
        has_place = False
        what = f"{name}: its place speaks of a passcode or meeting number; it is left out."
        reading.remarks.left_out(what, line=changed.line, uid=changed.uid)
    if own.description == usual.description and not has_place and not has_url:
        return None
    kept = [words for words, holds in (("place", has_place), ("address", has_url)) if holds]
    if kept:
        what = f"{name}: the date’s own {' and '.join(kept)} went into its description."
        reading.remarks.note(what, line=changed.line, uid=changed.uid)
    place = own.place if has_place else usual.place
    url = own.url if has_url else usual.url
    parts = [own.description]
    if place and place not in own.description and not speaks_of_secret(place):
        parts.append(f"Place: {place}")
    if url and url not in own.description:
        parts.append(f"More: {url}")
    return "\n\n".join(part for part in parts if part)


def _remark_categories(changed: Event, base: Event, reading: Reading) -> None:
    own, usual = set(changed.categories), set(base.categories)
    if own and own != usual:
        what = (
            f"{name_of(changed.component)}: the date’s own categories are left out:"
            " topics belong to whole series."
        )
        reading.remarks.left_out(what, line=changed.line, uid=changed.uid)
