"""Who gets in where patterns are gathered. The owner has made the collection that is asked for."""

from tests.architecture.roles import CURATORS, EVERYONE, MEMBERS, OWNER

KEEPERS = OWNER | CURATORS
COLLECTION_ROUTES: dict[str, frozenset[str]] = {
    "GET patterns.list_collections": EVERYONE,
    "GET patterns.show_collection": EVERYONE,
    "GET patterns.show_collection_markdown": EVERYONE,
    "GET patterns.show_collection_data": EVERYONE,
    "GET patterns.show_collection_schema": EVERYONE,
    "GET patterns.show_picture": EVERYONE,
    "GET patterns.show_card": EVERYONE,
    "GET patterns.list_cards": EVERYONE,
    "GET patterns.new_collection": MEMBERS,
    "POST patterns.begin_collection": MEMBERS,
    "GET patterns.choose_collection": MEMBERS,
    "POST patterns.collect_pattern": MEMBERS,
    "GET patterns.edit_collection": KEEPERS,
    "POST patterns.change_collection": KEEPERS,
    "POST patterns.remove_collection": KEEPERS,
    "POST patterns.restore_collection": KEEPERS,
    "POST patterns.put_in_collection": KEEPERS,
    "POST patterns.order_collection": KEEPERS,
    "POST patterns.place_entry": KEEPERS,
    "GET patterns.edit_entry": KEEPERS,
    "POST patterns.change_entry": KEEPERS,
    "GET patterns.show_removal": KEEPERS,
    "POST patterns.take_out_of_collection": KEEPERS,
    "POST patterns.put_entry_back": KEEPERS,
}
