"""An order as a form sends it: whole, with the version that was seen."""

from wtforms import Form, HiddenField

from .fields import counted


class OrderForm(Form):
    """The numbers of things in the order somebody wants, and the version they saw."""

    version = HiddenField(default="0")
    order = HiddenField(default="")

    def read_version(self) -> int:
        """Which version was read."""
        return counted(self.version.data)

    def read_order(self) -> list[int]:
        """The numbers; what is none is left out."""
        given = (self.order.data or "").split(",")[:500]
        return [number for number in map(counted, given) if number]
