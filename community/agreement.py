"""Asking people to agree to the rules of the place before they take part.

The kernel knows that there may be such rules; what they are, and who has agreed, a feature says.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import wraps
from typing import Any

from flask import Flask, current_app
from flask.typing import ResponseReturnValue
from wtforms import Field, Form
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput

GoOn = Callable[[], ResponseReturnValue]


class How(StrEnum):
    """Where somebody agreed."""

    SIGN_UP = "sign-up"
    RSVP = "rsvp"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Terms:
    """What is to be agreed to: a version of the code of conduct, by its number; and the one that
    was agreed to `before`, if any.
    """

    number: int
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Asking:
    """What a feature brings: the terms at an instant, and what asks whoever sends a request."""

    terms: Callable[[datetime], Terms | None]
    ask_first: Callable[[GoOn], ResponseReturnValue]


class AgreementField(Field):
    """A box to tick. Its value is the number of the version that was read."""

    widget = CheckboxInput()

    def __init__(self, **given: Any) -> None:
        super().__init__("Code of conduct", **given)
        self.checked = False
        self.number: int | None = None

    def process_formdata(self, valuelist: list[str]) -> None:
        """What was ticked: a number, or nothing."""
        given = valuelist[0] if valuelist else ""
        self.data = int(given) if given.isascii() and given.isdigit() and len(given) <= 9 else None  # noqa: PLR2004

    def _value(self) -> str:
        return str(self.number or "")


class AgreeingForm(Form):
    """A form with which somebody takes part who has not agreed before: a sign-up, a guest's answer.

    `terms` is what `terms(now)` gives; without any the form has no such field.
    """

    code = AgreementField()

    def __init__(self, *args: Any, terms: Terms | None = None, **given: Any) -> None:
        super().__init__(*args, **given)
        self.terms = terms
        if terms is None:
            del self.code
        else:
            self.code.number = terms.number
            self.code.checked = self.code.data == terms.number

    def validate_code(self, field: AgreementField) -> None:
        """The version in force must be ticked, and not another that stood there before."""
        if self.terms is None or field.data == self.terms.number:
            return
        if field.data is None:
            raise ValidationError("To take part, read the code of conduct and accept it.")
        raise ValidationError(
            f"The code of conduct has changed since this page was opened. "
            f"Read version {self.terms.number} and accept it."
        )

    @property
    def agreed_to(self) -> int | None:
        """The number that was agreed to, once the form is valid; None where nothing was asked."""
        return self.terms.number if self.terms else None


def agree_with(app: Flask, asking: Asking) -> None:
    """Make `asking` what says to what people must agree."""
    app.extensions["agreement"] = asking


def terms(now: datetime) -> Terms | None:
    """What somebody who has agreed to nothing yet must agree to; None where there is no code."""
    asking: Asking = current_app.extensions["agreement"]
    return asking.terms(now)


def agreed_first(
    unless: Callable[[], bool] | None = None,
) -> Callable[[Callable[..., Any]], Callable[..., ResponseReturnValue]]:
    """Let a member through who has agreed to what is in force; else they are asked first.

    Stands below `guard`. What was sent goes on from the page that asks. `unless` spares requests
    that take no part, such as saying that one cannot come.
    """

    def decorate(view: Callable[..., Any]) -> Callable[..., ResponseReturnValue]:
        @wraps(view)
        def agreed(*args: Any, **values: Any) -> ResponseReturnValue:
            def go_on() -> ResponseReturnValue:
                answer: ResponseReturnValue = view(*args, **values)
                return answer

            asking: Asking = current_app.extensions["agreement"]
            return go_on() if unless and unless() else asking.ask_first(go_on)

        agreed.asks_first = True  # type: ignore[attr-defined] # told to whoever lists the routes
        return agreed

    return decorate
