"""What a change of patterns stands for among the revisions of what is kept: one pattern, or the
library.
"""

from community.revisions import Parameters, along, bump, narrow

from .events import PatternRevised, StageReached
from .models import Pattern

LIBRARY = "patterns"


def of_pattern(pattern: Pattern) -> str:
    """The scope of one pattern's page."""
    return scope_of(pattern.id)


def scope_of(pattern_id: int) -> str:
    """The same, by its number."""
    return f"pattern:{pattern_id}"


def connect() -> None:
    """Let what is written of patterns tell which pattern it is of."""
    narrow("pattern", lambda _session, _given: LIBRARY)
    narrow("pattern_facet", lambda _session, _given: LIBRARY)
    narrow("pattern_revision", _of_one)
    narrow("stage_change", _of_one)
    narrow("use_mark", _of_one)
    narrow("pattern_thread", _of_one)
    narrow("pattern_redaction", _of_one)
    narrow("pattern_name_taken_off", _of_one)
    narrow("pattern_origin", _of_one)
    narrow("pattern_brought_writer", _of_one)
    narrow("pattern_note_source", _of_one)
    narrow("pattern_citation", _of_one)
    narrow("pattern_suggestion_decision", _of_one)
    narrow("known_use", _of_one)
    narrow("pattern_invitation", _of_one)
    for table in ("review", "objection", "curator_word", "check", "objection_answer"):
        narrow(f"pattern_{table}", _of_one)
    along("pattern_check", LIBRARY)  # lists say what needs one
    for table in ("collection", "collection_entry", "collection_removal"):
        narrow(table, lambda _session, _given: LIBRARY)
    narrow("use_link", lambda _session, _given: LIBRARY)
    narrow("use_verification", lambda _session, _given: LIBRARY)
    narrow("pattern_relation", lambda _session, _given: LIBRARY)


def pattern_changed(event: PatternRevised | StageReached) -> None:
    """Its page shows something else."""
    bump(of_pattern(event.pattern))


def _of_one(_session: object, given: Parameters) -> str | None:
    """Inserts name the column; updates and deletes name it with its table or a number."""
    pattern_id = next((v for k, v in given.items() if "pattern_id" in k), None)
    return scope_of(pattern_id) if isinstance(pattern_id, int) else LIBRARY
