"""Who was there, who did what: the people of a record as lines of Markdown. Pure."""

from collections.abc import Iterator, Sequence

from community.ledger.queries import Listed

from .content import Content


def labour_lines(labour: Sequence[Listed], looked_back: Sequence[tuple[str, str]]) -> Iterator[str]:
    """What was done for it, as each chose to be listed, and what was said without names."""
    if labour:
        names = ((one.what or one.kind.capitalize(), one.name) for one in labour)
        yield from ("## Labour", "")
        yield from (f"- {plain(what)}: {plain(name or 'somebody')}" for what, name in names)
        yield ""
    for place, heading in enumerate(("What worked well", "What to do differently")):
        said = [f"- {plain(' '.join(o[place].split()))}" for o in looked_back if o[place]]
        yield from (f"## {heading}", "", *said, "") if said else ()


def people_lines(content: Content) -> Iterator[str]:
    """How many were there, whom of them one may name, and who held which role."""
    there = content.attendance
    if there.count:
        named = f" Among them {plain(', '.join(there.names))}." if there.names else ""
        some = "1 person" if there.count == 1 else f"{there.count} people"
        said = f"{some} said that they were there.{named}"
        yield from ("## Who was there", "", said, "")
    if content.roles:
        yield from ("## Who did what", "")
        yield from (f"- {role.value.capitalize()}: {plain(name)}" for role, name in content.roles)
        yield ""


def outcome_lines(content: Content) -> Iterator[str]:
    """What became of the corrections that were asked for, in numbers."""
    made, left = content.outcomes.corrected, content.outcomes.left_as_is
    if made or left:
        yield from (f"Corrections that were asked for: {made} made, {left} left as it was.", "")


def plain(text: str) -> str:
    """Words in a line that begin no other Markdown."""
    for sign in "\\#<*_[`":
        text = text.replace(sign, f"\\{sign}")
    return text
