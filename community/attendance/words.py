"""What the place says after somebody answered, in sentences."""

from community.calls.words import ordinal

from .models import Answer, Rsvp
from .queries import places_in_line

_CHANGE = "You can change your answer until the call begins."
_SAID = {
    Answer.GOING: f"You are going. {_CHANGE}",
    Answer.MAYBE: f"You said maybe. {_CHANGE}",
    Answer.CANNOT: f"You said that you can’t come. {_CHANGE}",
}
_SAID_TO_GUEST = {
    Answer.GOING: "You are going.",
    Answer.MAYBE: "You said maybe.",
    Answer.CANNOT: "You said that you can’t come.",
    Answer.WAITING: "You are on the waiting list.",
}
_SAID_FOR_SERIES = {
    Answer.GOING: "You are going to every date to come that you have not answered on its own. "
    "Where a call is full, you are on its waiting list.",
    Answer.MAYBE: "You said maybe for every date to come that you have not answered on its own.",
    Answer.CANNOT: "You said that you can’t come to any date you have not answered on its own.",
}


def words_of(rsvp: Rsvp) -> str:
    """The present answer, as a sentence to the person who gave it."""
    if rsvp.answer is not Answer.WAITING:
        return words_for(rsvp.answer)
    place = places_in_line(rsvp.person, [rsvp.sitting])[rsvp.sitting_id]
    return (
        f"The call is full. You are {ordinal(place)} in line."
        " A place that comes free is offered to you on the home page and on My calls."
    )


def words_for(answer: Answer) -> str:
    """The same of an answer that stands as it was wished for."""
    return _SAID[answer]


def words_to_guest(answer: Answer | None, place_in_line: int | None) -> str:
    """The same to a guest, who has no such pages; None: they have no answer."""
    if answer is None:
        return "You have no answer for this call."
    if answer is not Answer.WAITING or place_in_line is None:
        return _SAID_TO_GUEST[answer]
    return f"The call is full. You are {ordinal(place_in_line)} in line."


def series_words(answer: Answer) -> str:
    """The same for a series."""
    return _SAID_FOR_SERIES[answer]
