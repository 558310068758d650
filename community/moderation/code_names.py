"""Code names of cases: two harmless words that say nothing of what a case is about."""

import secrets
from collections.abc import Callable

_FIRST = (
    "amber autumn birch blue bright calm cedar clear clover copper coral dawn deep early elder "
    "evening fern first gentle golden green grey hazel high honey indigo ivory jade juniper "
    "late lilac linen long lunar maple marble mellow mild misty moss nimble north ochre olive "
    "opal pale paper pearl pine plain quiet rainy river rose round russet sage sandy scarlet "
    "shady silver slate slow small snowy soft southern spring stone summer sunny swift tall "
    "teal tidal velvet violet walnut warm western white wide wild willow windy winter wooden "
    "yellow"
)
_SECOND = (
    "acorn anchor apple arch attic barn basket bay beacon bell bench boat bridge brook button "
    "cabin candle canoe canvas castle chair cliff cloud compass cove creek cup delta door dune "
    "engine feather ferry field flute ford forest garden gate glade grove harbour harvest hill "
    "island kettle kite ladder lagoon lake lamp lantern leaf ledge lighthouse loom map meadow "
    "mill mirror moon mountain orchard oven path pebble pier pond porch quarry quilt rain reef "
    "ridge road saddle sail shell shore sky spoon star step stove stream tent thread tide tower "
    "trail train valley wagon wall well wheel window wood yard"
)


def new_name(is_taken: Callable[[str], bool]) -> str:
    """A name nobody can guess anything from, and that no other case has."""
    name = _draw()
    while is_taken(name):
        name = f"{secrets.choice(_FIRST.split()).capitalize()} {name.lower()}"[:60]
    return name


def _draw() -> str:
    return f"{secrets.choice(_FIRST.split()).capitalize()} {secrets.choice(_SECOND.split())}"
