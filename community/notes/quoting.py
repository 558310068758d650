"""What a note quotes of another: its lines that begin with ">". Pure."""

from community.bars import times


def quotes(text: str, words: str) -> bool:
    """Whether the words stand in the lines that a text quotes, not within longer words."""
    quoted = "\n".join(line for line in text.splitlines() if line.lstrip().startswith(">"))
    return times(words, quoted, is_bounded=True) > 0


def without_quotes(text: str) -> str:
    """A text without the lines that it quotes: these are the words of others."""
    return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith(">"))
