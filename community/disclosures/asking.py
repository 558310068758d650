"""When it is asked again whether a tool was involved. Pure."""

from community.differences import share_changed

MUCH = 0.3  # of the words


def is_asked_again(before: str, after: str) -> bool:
    """Whether so many words of a text are other ones that what was said of it holds no longer.
    Takes long: not for a transaction.
    """
    return share_changed(before, after) > MUCH
