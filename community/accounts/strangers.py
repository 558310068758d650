"""Forms that anybody may send: a trap that people do not see, and a signed time of opening."""

from datetime import datetime, timedelta

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from wtforms import Form, HiddenField, StringField

_LEAST_TIME = timedelta(seconds=3)  # nobody fills such a page in faster
_MOST_TIME = timedelta(days=1)


class StrangersForm(Form):
    """`website` is the trap: what fills it in is answered as if all was well, and learns nothing.

    `stamp` is to be given to the page that shows the form: `stamp_of(now)`.
    """

    website = StringField("Leave this empty")
    stamp = HiddenField()

    @property
    def is_trapped(self) -> bool:
        """Whether something filled in what people do not see."""
        return bool(self.website.data)

    def waits(self, now: datetime) -> bool:
        """Whether the form came back too quickly or too late; it says so then, and can be sent
        again.
        """
        sentence = _too_quick(self.stamp.data or "", now)
        if sentence is None:
            return False
        self.form_errors.append(sentence)
        if _opened(self.stamp.data or "") is None or sentence is _TOO_LATE:
            self.stamp.data = stamp_of(now)
        return True


def stamp_of(now: datetime) -> str:
    """The time at which a page is opened, signed."""
    return str(_signer().dumps(int(now.timestamp())))


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="a form was opened")


def _opened(stamp: str) -> int | None:
    """When the page with this stamp was opened, in seconds of the epoch; None if it is not ours."""
    try:
        return int(_signer().loads(stamp))
    except (BadSignature, ValueError, TypeError):
        return None


def _too_quick(stamp: str, now: datetime) -> str | None:
    opened = _opened(stamp)
    age = now.timestamp() - opened if opened is not None else None
    if age is None or age > _MOST_TIME.total_seconds():
        return _TOO_LATE
    return _TOO_QUICK if age < _LEAST_TIME.total_seconds() else None


_TOO_LATE = "This page had been open for long. Look at it once more and press the button again."
_TOO_QUICK = "That was very quick. Wait a moment and press the button again."
