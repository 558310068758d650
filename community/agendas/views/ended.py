"""What became of a proposal while whoever proposed it was rewording it."""

from community.access import Viewer
from community.agendas.models import Item, State
from community.agendas.policies import proposed_it_and_may_read_it
from community.drafts import places
from community.drafts.keeping import drafts_in
from community.errors import Refusal

_BECAME = {
    State.ACCEPTED: "Your proposal was accepted meanwhile. Those who hold the call word it now:"
    " tell them what you would change.",
    State.DECLINED: "Your proposal was declined meanwhile, and is not changed any more.",
    State.PARKED: "Your proposal was parked meanwhile, and is kept for later. Those who hold the"
    " call word it now: tell them what you would change.",
    State.WITHDRAWN: "You have withdrawn this proposal. Bring it back, and change it then.",
}
_OVER = "Your proposal is behind us, and is not changed any more."


def say_what_became(who: Viewer, item: Item) -> None:
    """Tell who proposed the item why they cannot change it, with what they had begun to write.

    Raises `Refusal`; for others nothing is said.
    """
    if not proposed_it_and_may_read_it(who, item) or item.state is State.PROPOSED:
        return
    begun = drafts_in(who.member, places.of_item_change(item.id))
    raise Refusal(
        _BECAME.get(item.state, _OVER), kept=[pair for draft in begun for pair in draft.fields()]
    )
