"""What is said of a pattern in use, as it is typed."""

from wtforms import Form, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # new in 3.3
from wtforms.validators import AnyOf

from .use_models import Shown, Using

_USING = {
    Using.USING: "We use it",
    Using.WISH: "We want to try it",
    Using.STOPPED: "We have stopped",
    Using.UNFIT: "It did not fit",
}
_SHOWN = {
    Shown.COUNTED: "Count me, without my name",
    Shown.PUBLIC: "Show my name",
    Shown.PRIVATE: "Keep it to myself",
}


class UseMarkForm(Form):
    """How far somebody has come, and who may know."""

    using = RadioField(
        "How far have you come?",
        [AnyOf(_USING, "Say how far you have come.")],
        choices=[SelectChoice(value.value, words) for value, words in _USING.items()],
        default=Using.USING.value,
        validate_choice=False,
    )
    shown = RadioField(
        "Who may know?",
        [AnyOf(_SHOWN, "Say who may know.")],
        choices=[SelectChoice(value.value, words) for value, words in _SHOWN.items()],
        default=Shown.COUNTED.value,
        validate_choice=False,
    )
