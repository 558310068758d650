"""A pattern in short, to be put into another text. Pure."""

from community.text import plain

from .content import Content


def first_line(content: Content) -> str:
    """The first line of what helps, without what makes it the first of a list."""
    return plain(content.solution).partition("\n")[0].removeprefix("• ")


def paragraph(content: Content, credit: str) -> str:
    """The summary with the first line of what helps, and whom to credit."""
    return " ".join(filter(None, (content.summary, first_line(content), f"({credit})")))
