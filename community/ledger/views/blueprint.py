"""The pages of the labour ledger, gathered under one name, and what their views share."""

from flask import Blueprint, abort

from community.access import viewer
from community.calls.models import Call, Series, Visibility
from community.calls.policies import is_facilitator_of
from community.origin import keep_from_shared_caches

bp = Blueprint("ledger", __name__)


def keep_to_its_readers(subject: Call | Series) -> None:
    """What was deleted is read no more; what not everybody may find is kept by the browser that
    asked alone.
    """
    if subject.is_removed:
        abort(410)
    if subject.visibility is not Visibility.PUBLIC:
        keep_from_shared_caches()


def seen_by(series: Series) -> dict[str, bool]:
    """Which calls of a series the viewer sees."""
    who = viewer()
    return {"for_member": who.member is not None, "for_owner": is_facilitator_of(who, series)}
