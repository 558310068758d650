"""A version for other programs: as Markdown, and as JSON with what its digest is of."""

from dataclasses import asdict
from typing import Any

from .content import RungText
from .differences import said_of
from .marking import write_text
from .models import CodePublication
from .queries import CodeView

LICENCE = "https://creativecommons.org/licenses/by-sa/4.0/"


def as_markdown(publication: CodePublication, code: CodeView, *, community: str) -> str:
    """The words, the keys in braces, and the ladder as a list."""
    head = (
        f"# Code of conduct of {community}\n\n"
        f"Version {publication.number} ({publication.change.value}), "
        f"in force from {publication.effective_on.isoformat()}. SHA-256 {publication.digest}.\n"
        f"CC BY-SA 4.0 <{LICENCE}>\n"
    )
    ladder = "\n".join(_rung(rung) for rung in code.text.ladder)
    return f"{head}\n{write_text(code.text)}\n## Ladder\n\n{ladder}\n"


def as_data(publication: CodePublication, code: CodeView, *, community: str) -> dict[str, Any]:
    """The version as data. `digest` is the SHA-256 of `content` as JSON in UTF-8 with sorted names
    and without blanks.
    """
    return {
        "community": community,
        "version": publication.number,
        "change": publication.change.value,
        "summary": publication.summary,
        "effective_from": publication.effective_on.isoformat(),
        "published_at": publication.at.isoformat(),
        "licence": LICENCE,
        "digest": publication.digest,
        "content": asdict(code.text),
    }


def _rung(rung: RungText) -> str:
    first, *more = said_of(rung).split("\n")
    return "\n".join([f"{rung.level}. **{first}**", *(f"   - {line}" for line in more)])
