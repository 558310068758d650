"""What threads on patterns are about: a section of a pattern, or the whole of it."""

from sqlalchemy import select

from community.access import Viewer
from community.db import db
from community.notes.models import Kind, Thread
from community.notes.outcomes import RAISING
from community.notes.subject_queries import Matters, Subject

from .models import Pattern
from .reaching import pattern_for
from .thread_models import PatternThread, Section
from .thread_queries import HEADINGS
from .writing_policies import is_author, is_curator

PATTERN, PATTERNS = "pattern", "patterns"
KINDS = (Kind.NOTE, *RAISING)


def subject_at_section(viewer: Viewer, slug: str, section: str) -> Subject | None:
    """A section of the pattern that an address means to somebody as the subject of its thread."""
    pattern = pattern_for(viewer, slug) if section in set(Section) else None
    return subject_of_section(pattern, Section(section)) if pattern else None


def subject_of_section(pattern: Pattern, section: Section) -> Subject:
    """A section of a pattern as the subject of its thread: seen as the pattern is, kept in order by
    curators, settled by them and by whoever began the pattern.
    """
    is_whole = section is Section.WHOLE
    return Subject(
        about=f"{PATTERN} {pattern.id}" + ("" if is_whole else f" {section.value}"),
        title=pattern.title if is_whole else f"{pattern.title}: {HEADINGS[section]}",
        thing=pattern,
        endpoint="patterns.show_pattern",
        values={"slug": pattern.slug} | ({} if is_whole else {"_anchor": section.value}),
        notes_endpoint="notes.show_notes_of_part",
        notes_values={"things": PATTERNS, "slug": pattern.slug, "part": section.value},
        is_open=pattern.is_listed,
        kinds=KINDS,
        author_id=pattern.author_id,
        is_led_by=lambda viewer: is_curator(viewer, pattern),
        matters=Matters(
            may_settle=lambda viewer: _looks_after(viewer, pattern),
            present=pattern.revision,
            endpoint="patterns.show_revision",
            values={"slug": pattern.slug},
        ),
    )


def _looks_after(viewer: Viewer, pattern: Pattern) -> bool:
    return is_author(viewer, pattern) or is_curator(viewer, pattern)


def find(thread: Thread) -> Subject | None:
    """What a thread is about, where it is about a pattern."""
    query = select(Pattern, PatternThread.section).join(
        PatternThread, PatternThread.pattern_id == Pattern.id
    )
    row = db.session.execute(query.where(PatternThread.thread_id == thread.id)).one_or_none()
    return subject_of_section(*row) if row else None
