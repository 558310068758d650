"""Forms that act once, however often they are sent: what the pages of every feature do with the
key of a form.
"""

from collections.abc import Callable, Iterable
from hashlib import sha256

from flask import redirect, request
from flask.typing import ResponseReturnValue

from . import clock, once
from .access import viewer
from .db import transaction
from .fields import words
from .known import texts_known
from .text import clean

_OF_THE_TAB = {"tab", "unscripted", "opened"}
_SHORT = 200  # characters of a text that takes no time


def typed() -> set[str]:
    """The longer texts of the form that was sent, as forms read them, with blanks around or not:
    for `community.db.transaction`, which renders them before it begins. Nothing of what was sent
    beside them.
    """
    texts = [text for _, text in texts_known(request.form) if len(text) > _SHORT]
    return {read(text) for text in texts for read in (clean, words)}


def once_key() -> str:
    """The key of the form being shown: the one it came with, else a new one."""
    return request.form.get("once", "") or once.new_key()


def act_once(act: Callable[[], str], texts: Iterable[str] = ()) -> ResponseReturnValue:
    """Run `act` in a transaction and go where it leads; a form sent twice acts once. `texts` are
    rendered before, besides what is long.
    """
    key, member = key_of_form(), viewer().member
    with transaction({*typed(), *texts}):
        location = once.earlier(key, by_id=member.id, now=clock.now())
        if location is None:
            location = act()
            once.led_to(key, location, by_id=member.id)
    return redirect(location, 303)


def key_of_form() -> str:
    """The key the form was opened with, and what was typed: another text is another deed. In which
    tab it was typed says nothing of that.
    """
    key = request.form.get("once", "")
    told = sorted(pair for pair in request.form.items(multi=True) if pair[0] not in _OF_THE_TAB)
    typed = sha256(repr(told).encode()).hexdigest()
    return f"{key[:38]}:{typed[:20]}" if key else ""
