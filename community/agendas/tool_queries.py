"""Reads about what was said of the tools behind an item, wherever that stands."""

from sqlalchemy import Select, select

from community.conduct.kept_tools import kept_tool_spots, tool_spots_to_keep
from community.db import db
from community.disclosures.redacting import tool_spots
from community.redaction import Spot

from .editions import Edition, EditionItem
from .kept_templates import TemplateItem, TemplateOrigin
from .models import Item
from .proposal_queries import told_as


def tool_spots_of(item: Item, *, is_open: bool, held: bool = False) -> list[Spot]:
    """What is said of the tools behind it, where it stands as a draft, in editions or templates;
    with what is kept of that so that it can be put back, whichever content it was taken out of.
    """
    told, rest = _tools_of(item)
    shown, beside = tool_spots(told, held=held), tool_spots(rest, is_open=is_open, held=held)
    return [*shown, *beside, *kept_tool_spots([*told, *rest])]


def tools_to_keep(item: Item) -> list[Spot]:
    """What is said of the tools behind it, held, by names under which it is kept."""
    told, rest = _tools_of(item)
    return tool_spots_to_keep({**rest, **told})


def _tools_of(item: Item) -> tuple[dict[int, str], dict[int, str]]:
    """The numbers of disclosures, with what each stands beside: published, and the rest."""
    drafted = {item.disclosure_id, *db.session.scalars(_tools_of_templates(item))}
    editions = select(Edition.disclosure_id).join(EditionItem)
    noted = db.session.scalars(editions.where(EditionItem.item_id == item.id))
    rows = told_as(item)
    published = {*noted, *(row.disclosure_id for row in rows if not row.is_off_record)}
    drafted |= {row.disclosure_id for row in rows}
    told = {number: "in an edition" for number in published if number is not None}
    rest = {number: "beside the item" for number in drafted - published if number is not None}
    return told, rest


def _tools_of_templates(item: Item) -> Select[int | None]:
    place = TemplateOrigin.place == TemplateItem.place
    query = select(TemplateItem.disclosure_id).join(
        TemplateOrigin, (TemplateOrigin.template_id == TemplateItem.template_id) & place
    )
    return query.where(TemplateOrigin.item_id == item.id)
